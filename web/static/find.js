// Search in a folder of pages without a server: all names come as a script and are read here.
"use strict";
(() => {
  const MOST = 20;
  // As the names were folded: no accents, no capitals, words only.
  const words = text => (text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss")
    .match(/[\p{L}\p{N}]+/gu) ?? []);

  const form = document.querySelector("form.find[data-names]");
  if (!form) return;
  const field = form.querySelector("input"), list = form.querySelector("ul");
  const said = form.querySelector("[role=status]");
  const place = form.dataset.names;
  const top = place.slice(0, place.lastIndexOf("/") + 1) + "../";
  let known = null, vocabulary = null, asked = false;

  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = place;
    script.addEventListener("load", () => {
      const { kinds, things } = globalThis.permsNames;
      known = things.map(([name, kind, file, told, language]) => ({
        name, kind: kinds[kind], file, language, own: words(name).join(" "), told: told.split(" "),
      }));
      vocabulary = [...new Set(known.flatMap(thing => thing.told))];
      show();
    });
    document.head.append(script);
  };

  // The whole name first, then names that begin so, names that hold it, and other names of a thing.
  const rank = (thing, typed) => {
    if (!typed.every(word => thing.told.some(told => told.startsWith(word)))) return -1;
    const whole = typed.join(" ");
    if (thing.own === whole) return 0;
    if (typed.every(word => thing.told.includes(word)) && typed.length === 1) return thing.own.startsWith(whole) ? 1 : 2;
    if (thing.own.startsWith(whole)) return 3;
    return thing.own.includes(whole) ? 4 : 5;
  };

  const find = typed => {
    const found = [];
    known.forEach((thing, place) => {
      const how = rank(thing, typed);
      if (how >= 0) found.push([how, thing.own.length, place]);
    });
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return found.map(([, , place]) => known[place]);
  };

  // Letters to add, drop, change or swap with their neighbour, to make one word of another.
  const distance = (one, other) => {
    let before = [], last = Array.from({ length: other.length + 1 }, (_, j) => j);
    for (let i = 1; i <= one.length; i++) {
      const now = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
          now[j] = Math.min(now[j], before[j - 2] + 1);
      }
      [before, last] = [last, now];
    }
    return last[other.length];
  };

  // A word with which no name begins is taken for a typing error: the nearest word stands for it.
  const mended = word => {
    const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
    if (!most || vocabulary.some(told => told.startsWith(word))) return word;
    let best = word, least = most + 1;
    for (const told of vocabulary) {
      if (Math.abs(told.length - word.length) >= least) continue;
      const far = distance(word, told);
      if (far < least) [best, least] = [told, far];
    }
    return best;
  };

  const hide = () => { list.hidden = true; };

  const show = () => {
    const typed = words(field.value);
    if (!known || !typed.length) {
      said.textContent = "";
      return hide();
    }
    const meant = typed.map(mended);
    const found = find(meant);
    list.replaceChildren(...found.slice(0, MOST).map(thing => {
      const item = document.createElement("li"), link = document.createElement("a");
      const kind = document.createElement("span");
      link.href = top + thing.file;
      link.textContent = thing.name;
      if (thing.language) link.lang = thing.language;
      kind.className = "quiet";
      kind.textContent = thing.kind;
      item.append(link, " ", kind);
      return item;
    }));
    if (found.length > MOST || !found.length) {
      const item = document.createElement("li");
      item.className = "quiet";
      item.textContent = found.length ? form.dataset.more.replace("0", found.length - MOST) : form.dataset.none;
      list.append(item);
    }
    said.textContent = found.length ? form.dataset.found.replace("0", found.length) : form.dataset.none;
    if (found.length && meant.join(" ") !== typed.join(" ")) {
      const item = document.createElement("li");
      item.className = "quiet";
      item.textContent = form.dataset.meant.replace("0", meant.join(" "));
      list.prepend(item);
    }
    list.hidden = false;
  };

  form.hidden = false;
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); show(); });
  form.addEventListener("submit", event => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", event => {
    const links = [...list.querySelectorAll("a")];
    if (event.key === "Escape") {
      hide();
      field.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && links.length && !list.hidden) {
      event.preventDefault();
      const here = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      (links[here] ?? (here < 0 ? field : links[links.length - 1])).focus();
    }
  });
  form.addEventListener("focusout", event => {
    if (!form.contains(event.relatedTarget)) hide();
  });
  field.addEventListener("click", show);
  // Some browsers focus no link that is clicked: the list must not go before the click is heard.
  list.addEventListener("mousedown", event => event.preventDefault());
})();
