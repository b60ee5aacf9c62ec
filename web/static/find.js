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
  let known = null, asked = false;

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

  const hide = () => { list.hidden = true; };

  const show = () => {
    const typed = words(field.value);
    if (!known || !typed.length) {
      said.textContent = "";
      return hide();
    }
    const found = find(typed);
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
