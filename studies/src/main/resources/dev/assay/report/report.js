"use strict";
(() => {
  const pictures = JSON.parse(document.getElementById("pictures").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const REACH = 28;

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  document.body.append(tip);

  function add(parent, tag, style, text) {
    const element = document.createElement(tag);
    element.className = style;
    element.textContent = text;
    parent.append(element);
    return element;
  }

  /* What a drawing knows: [series, names, [[x, y, wide, high, values, label, picture], …]], … */
  function hintsOf(svg) {
    return JSON.parse(svg.querySelector("metadata").textContent).flatMap(([series, names, all]) =>
      all.map(([x, y, w, h, values, label, picture]) =>
        ({ series, names, x, y, w, h, values, label, picture })));
  }

  function fill(hint) {
    tip.replaceChildren();
    if (hint.picture !== undefined) {
      const image = add(tip, "img", "", "");
      image.alt = "";
      image.src = "data:image/png;base64," + pictures[hint.picture];
    }
    if (hint.series) add(tip, "strong", "", hint.series);
    if (hint.label) add(tip, "div", "", hint.label);
    hint.values.forEach((value, i) => {
      const line = add(tip, "div", "", "");
      add(line, "span", "name", hint.names[i] + ": ");
      line.append(value);
    });
  }

  function place(svg, hint) {
    const box = svg.getBoundingClientRect();
    const view = svg.viewBox.baseVal;
    const scale = box.width / view.width;
    const x = box.left + (hint.x + hint.w / 2 - view.x) * scale;
    const top = box.top + (hint.y - view.y) * scale;
    const wide = document.documentElement.clientWidth;
    tip.style.left = Math.max(8, Math.min(x - tip.offsetWidth / 2, wide - tip.offsetWidth - 8)) + "px";
    const above = top - tip.offsetHeight - 12;
    tip.style.top = (above >= 4 ? above : top + hint.h * scale + 14) + "px";
  }

  function mark(svg, hint) {
    const ring = document.createElementNS(SVG, "rect");
    const grow = hint.w && hint.h ? 0 : 6;
    ring.setAttribute("class", "here");
    ring.setAttribute("x", hint.x - grow);
    ring.setAttribute("y", hint.y - grow);
    ring.setAttribute("width", hint.w + 2 * grow);
    ring.setAttribute("height", hint.h + 2 * grow);
    ring.setAttribute("rx", grow);
    svg.append(ring);
  }

  function hide(svg) {
    svg.querySelectorAll(".here").forEach((ring) => ring.remove());
    tip.classList.remove("shown");
    tip.replaceChildren();
  }

  for (const svg of document.querySelectorAll("figure svg")) {
    if (!svg.querySelector("metadata")) continue;
    let hints = null;
    let at = -1;
    const show = (index) => {
      if (index === at) return;
      hide(svg);
      at = index;
      if (index < 0) return;
      fill(hints[index]);
      mark(svg, hints[index]);
      tip.classList.add("shown");
      place(svg, hints[index]);
    };
    const nearest = (event) => {
      hints = hints || hintsOf(svg);
      const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      let best = -1;
      let least = REACH * REACH;
      hints.forEach((h, i) => {
        const dx = Math.max(h.x - p.x, 0, p.x - h.x - h.w);
        const dy = Math.max(h.y - p.y, 0, p.y - h.y - h.h);
        const far = dx * dx + dy * dy;
        if (far < least) [best, least] = [i, far];
      });
      show(best);
    };
    svg.addEventListener("pointermove", nearest);
    svg.addEventListener("pointerdown", nearest);
    svg.addEventListener("pointerleave", () => show(-1));
    svg.addEventListener("blur", () => show(-1));
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight Home End Escape");
    svg.addEventListener("keydown", (event) => {
      hints = hints || hintsOf(svg);
      const last = hints.length - 1;
      const to = { ArrowRight: Math.min(last, at + 1), ArrowLeft: Math.max(0, at - 1), Home: 0, End: last, Escape: -1 };
      if (!(event.key in to) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      show(to[event.key]);
    });
  }
  addEventListener("scroll", () => tip.classList.remove("shown"), { passive: true, capture: true });

  /* Sorts by a column: up, down, as it was. What is no number stands last among numbers. */
  for (const table of document.querySelectorAll(".table table")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      const numeric = head.classList.contains("n");
      const value = (row) => {
        const cell = row.cells[column];
        const text = cell.dataset.value || cell.textContent;
        return numeric ? Number(text) : text;
      };
      const compare = (a, b) => {
        if (!numeric) return a.localeCompare(b, "en", { numeric: true });
        return a - b;
      };
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", next);
        const way = next === "descending" ? -1 : 1;
        const keyed = rows.map((row) => ({ row, key: value(row) }));
        if (next !== "none") {
          keyed.sort((a, b) => {
            const none = Number.isNaN(a.key) - Number.isNaN(b.key);
            return numeric && none ? none : numeric && Number.isNaN(a.key) ? 0 : way * compare(a.key, b.key);
          });
        }
        body.append(...keyed.map((each) => each.row));
      });
    });
  }
})();
