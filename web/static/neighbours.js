// Draws a thing and its neighbours from the list beside it. Places follow from the list alone, so
// the same page always has the same picture; nothing moves by itself.
"use strict";
(() => {
  // Cytoscape adds a style of its own, which our policy refuses, unless one of this name is there.
  document.currentScript.id = "__________cytoscape_stylesheet";

  const section = document.querySelector(".neighbours");
  if (!section || !window.cytoscape) return;
  const figure = section.querySelector("figure");
  const box = section.querySelector(".drawn");
  const items = [...section.querySelectorAll("li[data-number]")];
  const half = Math.ceil(items.length / 2);
  const ROW = 26;

  const sheet = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "12px sans-serif";
  const fits = (text, room) => pen.measureText(text).width <= room;
  const cut = (text, room) => {
    if (fits(text, room)) return text;
    let end = text.length;
    while (end > 1 && !fits(text.slice(0, end) + "…", room)) end -= 1;
    return text.slice(0, end).trimEnd() + "…";
  };

  figure.hidden = false;
  box.style.height = `${Math.max(half * ROW + 60, 200)}px`;

  function places() {
    const width = box.clientWidth;
    const height = box.clientHeight;
    return items.map((item, at) => {
      const right = at < half;
      const row = right ? at : at - half;
      const rows = right ? half : items.length - half;
      const y = height / 2 + (row - (rows - 1) / 2) * ROW;
      // An arc: the dots in the middle stand further from the thing.
      const lean = rows > 1 ? 1 - ((2 * row) / (rows - 1) - 1) ** 2 : 1;
      const x = width * (0.1 + 0.07 * lean);
      return { x: width / 2 + (right ? x : -x), y, right };
    });
  }

  function elements() {
    const width = box.clientWidth;
    // A name may reach from its dot to the edge.
    const room = x => Math.min(340, width / 2 - Math.abs(x - width / 2) - 20);
    const at = places();
    const nodes = items.map((item, i) => {
      const link = item.querySelector("a");
      const name = (link || item).textContent.trim();
      return {
        group: "nodes",
        data: {
          id: `n${item.dataset.number}`,
          name: cut(name, room(at[i].x)),
          href: link ? link.href : "",
          dot: getComputedStyle(item).getPropertyValue("--dot").trim(),
          side: at[i].right ? "right" : "left",
          away: at[i].right ? 6 : -6,
        },
        position: { x: at[i].x, y: at[i].y },
      };
    });
    const edge = (from, to, own) => ({
      group: "edges", data: { id: `e${from}-${to}`, source: `n${from}`, target: `n${to}`, own },
    });
    const edges = items.flatMap(({ dataset: { number, others } }) => [
      edge(0, number, 1),
      ...(others || "").split(" ").filter(Boolean).map(other => edge(number, other, 0)),
    ]);
    const centre = {
      group: "nodes",
      data: { id: "n0", name: cut(box.dataset.centre, 280), href: "" },
      position: { x: width / 2, y: box.clientHeight / 2 },
    };
    return [centre, ...nodes, ...edges];
  }

  function style() {
    const ink = sheet("--ink");
    const paper = sheet("--paper");
    return [
      { selector: "node", style: {
        width: 12, height: 12, "background-color": "data(dot)", label: "data(name)", color: ink,
        "font-size": 12, "font-family": "sans-serif", "text-valign": "center",
        "text-halign": "data(side)", "text-margin-x": "data(away)", "overlay-opacity": 0,
        "text-background-color": paper, "text-background-opacity": 0.85,
      } },
      { selector: "#n0", style: {
        width: 22, height: 22, "background-color": sheet("--link"), "text-halign": "center",
        "text-valign": "bottom", "text-margin-x": 0, "text-margin-y": 5, "font-weight": "bold",
        "text-wrap": "wrap", "text-max-width": Math.max(80, box.clientWidth * 0.17), "z-index": 9,
      } },
      { selector: "edge", style: {
        width: 1, "line-color": sheet("--quiet"), opacity: 0.45, "curve-style": "straight",
        "overlay-opacity": 0,
      } },
      { selector: "edge[own = 0]", style: {
        "curve-style": "unbundled-bezier", "control-point-distances": 26,
        "control-point-weights": 0.5, "line-style": "dashed", opacity: 0.3,
      } },
    ];
  }

  const drawn = window.cytoscape({
    container: box, elements: elements(), style: style(), layout: { name: "preset", fit: false },
    minZoom: 0.5, maxZoom: 3, boxSelectionEnabled: false, userZoomingEnabled: false,
    // A finger that scrolls the page must not be caught by the picture.
    userPanningEnabled: !matchMedia("(pointer: coarse)").matches,
  });
  const again = () => drawn.json({ elements: elements() }).style(style());

  drawn.on("tap", "node", event => {
    const href = event.target.data("href");
    if (href) location.assign(href);
  });
  drawn.on("mouseover", "node", event => {
    box.style.cursor = event.target.data("href") ? "pointer" : "";
  });
  drawn.on("mouseout", "node", () => { box.style.cursor = ""; });
  // The wheel belongs to the page until the reader has clicked in the picture.
  box.addEventListener("pointerdown", () => drawn.userZoomingEnabled(true));
  box.addEventListener("pointerleave", () => drawn.userZoomingEnabled(false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  addEventListener("resize", () => { drawn.resize(); again(); });
})();
