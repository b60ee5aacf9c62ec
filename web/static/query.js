// The query editor: colours, proposals, running without leaving the page. Without it the form works too.
"use strict";
(() => {
  const form = document.querySelector("form.workbench");
  const area = document.getElementById("query");
  if (!form || !area || !window.CodeMirror) return;
  const C = window.CodeMirror;
  const came = document.getElementById("came");
  const status = form.querySelector("[role=status]");
  const [run] = form.querySelectorAll("button");
  const button = (what) => document.querySelector(`[data-do=${what}]`);
  const say = (text) => { status.textContent = text; };
  const KEY = "perms-queries";
  const MOST = 50;

  // Words of the graph, read once; proposals wait for them.
  let words = null;
  const loaded = fetch(form.dataset.words).then((r) => r.json()).then((found) => { words = found; }).catch(() => {});

  const classBefore = (text) => {
    // What kind of thing the pattern under the cursor is about: its last “a perms:Class” or that of its variable.
    const start = Math.max(text.lastIndexOf("."), text.lastIndexOf("{"), text.lastIndexOf("}"));
    const here = text.slice(start + 1);
    const own = /\ba\s+([\w-]+:[\w-]+)/.exec(here);
    if (own) return own[1];
    const subject = /^\s*([?$]\w+)/.exec(here);
    if (!subject) return null;
    const escaped = subject[1].replace(/[?$]/, "[?$]");
    const said = new RegExp(`${escaped}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`).exec(text);
    return said ? said[1] : null;
  };

  const option = (word, kind, boost) => ({
    label: word.name,
    displayLabel: word.name,
    detail: word.label === word.other ? word.label : `${word.label} · ${word.other}`,
    type: kind,
    boost,
    info: word.uses ? String(word.uses) : undefined,
  });

  const fits = (word, typed) => {
    const low = typed.toLowerCase();
    return word.name.toLowerCase().includes(low) || word.label.toLowerCase().includes(low)
      || word.other.toLowerCase().includes(low);
  };

  const propose = async (context) => {
    const token = context.matchBefore(/[\p{L}\w:.-]*/u);
    if (!token || (token.from === token.to && !context.explicit)) return null;
    await loaded;
    if (!words) return null;
    const before = context.state.sliceDoc(0, token.from);
    if (/[?$]$/.test(before)) return null;
    const typed = token.text;
    const wantsClass = /\b(?:a|rdf:type)\s+$/.test(before);
    const of = classBefore(before);
    const used = (of && words.used[of]) || [];
    const rank = new Map(used.map((name, i) => [name, i]));
    const options = [];
    if (!wantsClass) {
      for (const word of words.properties) {
        if (!fits(word, typed)) continue;
        // What stands on this class in the data comes first.
        options.push(option(word, "property", rank.has(word.name) ? 60 - Math.min(50, rank.get(word.name)) : word.uses ? 5 : -10));
      }
    }
    for (const word of words.classes) {
      if (fits(word, typed)) options.push(option(word, "class", wantsClass ? (word.uses ? 20 : 0) : -20));
    }
    for (const prefix of Object.keys(words.prefixes)) {
      if (`${prefix}:`.startsWith(typed)) options.push({ label: `${prefix}:`, detail: words.prefixes[prefix], type: "namespace", boost: -30 });
    }
    if (typed.length > 2 && !typed.includes(":")) {
      const address = new URL(form.dataset.things, location.href);
      address.searchParams.set("q", typed);
      const found = await fetch(address).then((r) => (r.ok ? r.json() : [])).catch(() => []);
      for (const thing of found) {
        options.push({ label: `<${thing.iri}>`, displayLabel: thing.name, detail: thing.kind, type: "constant", boost: -40 });
      }
    }
    // Names are matched here, by label in both languages too, so the editor must not filter again.
    options.sort((one, other) => other.boost - one.boost || one.label.localeCompare(other.label));
    return { from: token.from, options: options.slice(0, 60), filter: false };
  };

  const style = C.HighlightStyle.define([
    { tag: C.tags.keyword, class: "k" }, { tag: C.tags.atom, class: "a" }, { tag: C.tags.string, class: "s" },
    { tag: C.tags.comment, class: "c" }, { tag: C.tags.number, class: "n" }, { tag: C.tags.variableName, class: "v" },
    { tag: C.tags.special(C.tags.variableName), class: "v" }, { tag: C.tags.name, class: "v" },
  ]);

  // In a shadow tree the editor's own styles are allowed without loosening the page's policy.
  const host = document.createElement("div");
  host.className = "editor";
  area.before(host);
  const root = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = document.querySelector("link[rel=stylesheet]").href.replace("style.css", "editor.css");
  root.append(sheet);
  const label = document.querySelector("label[for=query]");
  const view = new C.EditorView({
    root,
    parent: root,
    state: C.EditorState.create({
      doc: area.value,
      extensions: [
        C.lineNumbers(), C.highlightSpecialChars(), C.history(), C.drawSelection(), C.indentOnInput(), C.bracketMatching(),
        C.closeBrackets(), C.highlightActiveLine(), C.lintGutter(), C.EditorView.lineWrapping,
        C.StreamLanguage.define(C.sparql), C.syntaxHighlighting(style),
        C.autocompletion({ override: [propose], maxRenderedOptions: 60 }),
        C.EditorView.contentAttributes.of({ "aria-label": label.textContent, spellcheck: "false" }),
        C.keymap.of([
          { key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => { form.requestSubmit(); return true; } },
          ...C.closeBracketsKeymap, ...C.completionKeymap, ...C.historyKeymap, ...C.searchKeymap, ...C.defaultKeymap,
        ]),
        C.EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          lookSoon();
        }),
      ],
    }),
  });
  area.hidden = true;
  label.addEventListener("click", () => view.focus());
  document.querySelector(".keys").hidden = false;
  for (const what of ["prefixes", "share"]) button(what).hidden = false;

  const put = (text) => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    view.focus();
  };

  // What the guard says while one writes: a moment after the last letter.
  let waiting = null;
  let looked = 0;
  const offset = (line, column) => {
    const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
    return Math.min(at.from + column - 1, at.to);
  };
  const look = async () => {
    const mine = (looked += 1);
    const text = area.value;
    const answer = await fetch(form.dataset.advice, { method: "POST", body: new URLSearchParams({ query: text }) }).catch(() => null);
    if (!answer || !answer.ok || mine !== looked) return;
    const found = (await answer.json()).map((f) => ({
      from: offset(f.line, f.column),
      to: Math.max(offset(f.endLine, f.endColumn), offset(f.line, f.column)),
      severity: f.severity,
      message: f.hint ? `${f.message} ${f.hint}` : f.message,
      actions: f.replacement && f.kind !== "unknown_prefix" ? [{
        name: form.dataset.instead.replace("0", f.replacement),
        apply: (editor, from, to) => editor.dispatch({ changes: { from, to, insert: f.replacement } }),
      }] : [],
    }));
    if (mine === looked) view.dispatch(C.setDiagnostics(view.state, found));
  };
  const lookSoon = () => {
    clearTimeout(waiting);
    looked += 1;
    waiting = setTimeout(look, 700);
  };

  const mark = () => {
    const fault = came.querySelector("[data-line]");
    const found = [];
    if (fault) {
      const line = view.state.doc.line(Math.min(Number(fault.dataset.line), view.state.doc.lines));
      const from = Math.min(line.from + Number(fault.dataset.column) - 1, line.to);
      found.push({ from, to: line.to, severity: "error", message: fault.textContent.trim().replace(/\s+/g, " ") });
    }
    // With no mistake to mark, what the guard says stays.
    if (fault) {
      clearTimeout(waiting);
      looked += 1;
      view.dispatch(C.setDiagnostics(view.state, found));
    } else look();
  };

  // Earlier queries stay in this browser.
  const earlier = document.querySelector(".earlier");
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; } };
  const show = () => {
    const list = earlier.querySelector("ul");
    const held = kept();
    earlier.hidden = held.length === 0;
    list.replaceChildren(...held.map((text) => {
      const item = document.createElement("li");
      const load = document.createElement("button");
      load.type = "button";
      load.className = "plain";
      load.textContent = text.replace(/\s+/g, " ").slice(0, 110);
      load.addEventListener("click", () => put(text));
      item.append(load);
      return item;
    }));
  };
  const keep = (text) => {
    try { localStorage.setItem(KEY, JSON.stringify([text, ...kept().filter((x) => x !== text)].slice(0, MOST))); } catch { /* full or forbidden */ }
    show();
  };
  button("forget").addEventListener("click", () => { try { localStorage.removeItem(KEY); } catch { /* forbidden */ } show(); });
  show();

  const link = () => {
    const address = new URL(form.action, location.href);
    address.searchParams.set("query", area.value);
    return address;
  };

  let asking = null;
  const stop = button("stop");
  stop.addEventListener("click", () => asking && asking.abort());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) asking.abort();
    const mine = new AbortController();
    asking = mine;
    const begun = Date.now();
    const tell = () => say(form.dataset.running.replace("0", String(Math.floor((Date.now() - begun) / 1000))));
    const clock = setInterval(tell, 1000);
    tell();
    run.disabled = true;
    stop.hidden = false;
    const address = new URL(form.action, location.href);
    address.searchParams.set("part", "outcome");
    try {
      const body = new URLSearchParams();
      body.set("query", area.value);
      body.set("timeout", form.elements.timeout.value);
      const answer = await fetch(address, { method: "POST", body, signal: mine.signal, headers: { Accept: "text/html" } });
      came.innerHTML = await answer.text();
      say("");
      mark();
      if (answer.ok) {
        keep(area.value);
        const here = link();
        if (here.href.length < 8000) window.history.replaceState(null, "", here);
      }
      const title = came.querySelector("#outcome, [role=alert]");
      if (title) title.scrollIntoView({ block: "nearest" });
    } catch (error) {
      say(error.name === "AbortError" ? form.dataset.stopped : form.dataset.failed);
    } finally {
      clearInterval(clock);
      if (asking === mine) {
        asking = null;
        run.disabled = false;
        stop.hidden = true;
      }
    }
  });

  button("share").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(link().href); say(form.dataset.copied); } catch { window.history.replaceState(null, "", link()); say(link().href); }
  });

  button("prefixes").addEventListener("click", async () => {
    await loaded;
    if (!words) return;
    const text = area.value;
    const lines = Object.entries(words.prefixes)
      .filter(([prefix]) => new RegExp(`(^|[^\\w:-])${prefix}:`).test(text) && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(text))
      .map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`);
    if (lines.length) put(lines.join("") + text);
  });
  mark();
})();
