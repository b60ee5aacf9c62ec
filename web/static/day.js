// A slider along the days of the register, beside the date field that works without it.
// It moves by months, keeps the day of the month, and asks for the page when it is let go.
"use strict";
(() => {
  const KEPT = "perms-day";
  const day = text => new Date(text + "T00:00:00Z");
  const iso = date => date.toISOString().slice(0, 10);
  const months = date => date.getUTCFullYear() * 12 + date.getUTCMonth();
  const french = document.documentElement.lang === "fr";
  const format = new Intl.DateTimeFormat(french ? "fr" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  const said = date => french ? format.format(date).replace(/^1 /, "1er ") : format.format(date);

  // The same day of another month, or the last of that month if it has no such day.
  const moved = (date, number) => {
    const found = new Date(Date.UTC(Math.floor(number / 12), number % 12, 1));
    const last = new Date(Date.UTC(found.getUTCFullYear(), found.getUTCMonth() + 1, 0)).getUTCDate();
    found.setUTCDate(Math.min(date.getUTCDate(), last));
    return found;
  };

  for (const form of document.querySelectorAll("form.day[data-first][data-last]")) {
    const field = form.elements.on;
    const first = day(form.dataset.first), last = day(form.dataset.last);
    let chosen = day(field.value);
    if (!(first < last) || Number.isNaN(chosen.valueOf())) continue;
    const slide = form.querySelector(".slide");
    const range = slide.querySelector("input"), output = slide.querySelector("output");
    const at = () => {
      const found = moved(chosen, Number(range.value));
      return found < first ? first : found > last ? last : found;
    };
    const tell = date => {
      output.textContent = said(date);
      range.setAttribute("aria-valuetext", said(date));
    };
    range.min = months(first);
    range.max = months(last);
    range.value = months(chosen);
    tell(chosen);
    slide.hidden = false;

    let held = false;
    const go = () => {
      try {
        sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, scrollY]));
      } catch { /* A browser may forbid it: then the page begins at its top. */ }
      form.requestSubmit();
    };
    range.addEventListener("pointerdown", () => { held = true; });
    range.addEventListener("input", () => {
      field.value = iso(at());
      tell(at());
    });
    // By keyboard each step is a change: only Enter or the button asks for the page then.
    range.addEventListener("change", () => {
      if (held) go();
      held = false;
    });
    range.addEventListener("keydown", event => {
      const step = { PageUp: 12, PageDown: -12 }[event.key];
      if (step) {
        event.preventDefault();
        range.value = Number(range.value) + step;
        range.dispatchEvent(new Event("input"));
      } else if (event.key === "Enter") {
        event.preventDefault();
        go();
      }
    });
    field.addEventListener("change", () => {
      const given = day(field.value);
      if (!Number.isNaN(given.valueOf())) {
        chosen = given;
        range.value = months(given);
        tell(given);
      }
    });
  }

  try {
    const [path, height] = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
    sessionStorage.removeItem(KEPT);
    if (path === location.pathname) scrollTo({ top: height, behavior: "instant" });
  } catch { /* As above. */ }
})();
