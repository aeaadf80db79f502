// The list of cues: any length, rows of one height, only those in view are in the document. One row is the tab stop; it
// stays in the document when it is scrolled out of view, so that the focus is never lost.

import { el, inText } from "./dom.js";
import { COLUMNS, fillRow, newRow } from "./row.js";
import { filtered } from "./store.js";
import { say } from "./words.js";

const BEYOND = 4; // rows kept above and below the view
const TALLEST = 15_000_000; // browsers end an element at 17.9 or 33.5 million pixels

export class CueList extends EventTarget {
  rows = [];
  index = new Map();
  live = new Map();
  chosen = new Set();
  current = null;
  playing = null;
  filter = "all";
  spent = [];

  constructor(root, app) {
    super();
    this.app = app;
    this.root = root;
    this.head = el("div", { role: "row", class: "row head", "aria-rowindex": "1" });
    this.body = el("div", { role: "rowgroup", class: "rows" });
    this.scroller = el("div", { class: "scroller", role: "presentation" }, this.body);
    this.empty = el("p", { class: "empty", hidden: true });
    root.append(el("div", { role: "rowgroup" }, this.head), this.scroller, this.empty);
    this.scroller.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => { this.measure(); this.soon(); }).observe(this.scroller);
    this.body.addEventListener("pointerdown", (event) => this.#pressed(event));
    this.body.addEventListener("dblclick", (event) => this.#doubled(event));
    this.body.addEventListener("keydown", (event) => this.#cellKey(event));
    this.body.addEventListener("focusin", (event) => this.#focused(event));
  }

  emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  setColumns(names) {
    this.columns = Object.keys(COLUMNS).filter((name) => names.includes(name));
    this.root.style.setProperty("--columns", this.columns.map((name) => COLUMNS[name].width).join(" "));
    this.root.setAttribute("aria-colcount", Object.keys(COLUMNS).length);
    this.head.replaceChildren(...this.columns.map((name) => el("div", {
      role: "columnheader", class: "cell " + name, "aria-colindex": Object.keys(COLUMNS).indexOf(name) + 1, title: say(`column.${name}.long`),
    }, say("column." + name))));
    this.app.editor?.leave({ quietly: true });
    const had = this.body.contains(document.activeElement);
    for (const node of this.live.values()) node.remove();
    this.live.clear();
    this.measure();
    this.draw();
    if (had) this.focus();
  }

  measure() {
    const size = parseFloat(getComputedStyle(this.root).getPropertyValue("--row"));
    this.height = size || 52;
    this.seen = this.scroller.clientHeight;
    this.soon();
  }

  // Takes the rows of the active track that pass the filter; the row being edited stays.
  refresh({ keep = null } = {}) {
    const { store } = this.app;
    let rows = filtered(store, this.filter);
    const stays = keep && this.filter !== "all" && store.row(keep);
    if (stays && stays.track === store.active && !rows.includes(stays)) { rows = [...rows, stays].sort((a, b) => a.pos - b.pos); }
    this.rows = rows;
    this.index = this.filter === "all" ? null : new Map(rows.map((row, at) => [row.id, at]));
    this.root.setAttribute("aria-rowcount", rows.length + 1);
    this.body.style.height = Math.min(rows.length * this.height, TALLEST) + "px";
    this.empty.hidden = rows.length > 0;
    if (!rows.length) this.empty.textContent = say(store.rows.length ? "empty.filter" : "empty.track");
    this.#keepCurrent();
    this.draw(true);
  }

  place(id) {
    if (this.index) return this.index.has(id) ? this.index.get(id) : -1;
    const row = this.app.store.row(id);
    return row && row.track === this.app.store.active ? row.pos : -1;
  }

  // the current row went: the one that took its place, and the focus with it
  #keepCurrent() {
    if (this.current && this.place(this.current) >= 0) { this.at = this.place(this.current); return; }
    const had = this.body.contains(document.activeElement);
    const row = this.rows[Math.min(this.at ?? 0, this.rows.length - 1)];
    this.chosen = new Set(row ? [row.id] : []);
    this.current = row ? row.id : null;
    this.at = row ? this.place(row.id) : 0;
    if (this.current) this.emit("select", { id: this.current, by: "list" });
    if (had) { this.draw(true); this.focus(); }
  }

  soon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.draw(); });
  }

  // the row number at the top of the view; the scroll bar is mapped to rows where they are too many for one element
  #top() {
    const real = this.rows.length * this.height, shown = Math.min(real, TALLEST), from = this.scroller.scrollTop;
    if (real === shown) return from;
    return (from / Math.max(1, shown - this.seen)) * (real - this.seen);
  }

  draw(all = false) {
    if (!this.height || !this.columns) return;
    const begun = performance.now();
    const top = this.#top(), shift = this.scroller.scrollTop - top;
    const first = Math.max(0, Math.floor(top / this.height) - BEYOND);
    const last = Math.min(this.rows.length, Math.ceil((top + this.seen) / this.height) + BEYOND);
    const wanted = new Set();
    for (let n = first; n < last; n++) wanted.add(this.rows[n].id);
    for (const id of [this.current, this.app.editor?.id]) if (id && this.place(id) >= 0) wanted.add(id);
    const free = [];
    for (const [id, node] of this.live) if (!wanted.has(id)) { free.push(node); this.live.delete(id); }
    for (const id of wanted) this.#show(id, free, shift, all);
    for (const node of free) node.remove();
    this.spent.push(performance.now() - begun);
    if (this.spent.length > 2000) this.spent.splice(0, 1000);
    clearTimeout(this.ordering);
    this.ordering = setTimeout(() => this.#order(), 200);
  }

  #show(id, free, shift, all) {
    let node = this.live.get(id);
    const fresh = !node, row = this.app.store.row(id), at = this.place(id);
    if (fresh) {
      node = free.pop() || newRow(this.columns);
      this.live.set(id, node);
    }
    if (fresh || all) fillRow(node, row, this.app);
    const move = `translateY(${at * this.height + shift}px)`;
    if (node.style.transform !== move) node.style.transform = move;
    if (node.at !== at) { node.at = at; node.setAttribute("aria-rowindex", at + 2); }
    this.#dress(node, id);
    if (!node.parentNode) this.body.append(node);
  }

  #dress(node, id) {
    const current = id === this.current, chosen = this.chosen.has(id), playing = id === this.playing, look = `${current}${chosen}${playing}`;
    if (node.look === look) return;
    node.look = look;
    node.tabIndex = current ? 0 : -1;
    node.setAttribute("aria-selected", chosen);
    node.classList.toggle("current", current);
    node.classList.toggle("playing", playing);
  }

  // Rows are used again as they come; at rest they are put in reading order around the one that has the focus.
  #order() {
    const focus = document.activeElement, nodes = [...this.live.entries()].sort((a, b) => this.place(a[0]) - this.place(b[0])).map(([, node]) => node);
    const pivot = nodes.findIndex((node) => node.contains(focus));
    if (pivot < 0) { if (nodes.some((node, n) => this.body.children[n] !== node)) this.body.append(...nodes); return; }
    for (let n = 0; n < pivot; n++) if (nodes[n].nextSibling !== nodes[n + 1]) { for (const node of nodes.slice(0, pivot)) this.body.insertBefore(node, nodes[pivot]); break; }
    for (let n = pivot + 1; n < nodes.length; n++) if (nodes[n].previousSibling !== nodes[n - 1]) { for (const node of nodes.slice(pivot + 1)) this.body.append(node); break; }
  }

  update(ids) {
    const near = new Set();
    for (const id of ids) {
      const row = this.app.store.row(id);
      if (!row) continue;
      near.add(id);
      const before = this.app.store.neighbour(row, -1);
      if (before) near.add(before.id);
    }
    for (const id of near) {
      const node = this.live.get(id);
      if (node) fillRow(node, this.app.store.row(id), this.app);
    }
  }

  dressAll() { for (const [id, node] of this.live) this.#dress(node, id); }

  // --- choosing

  select(id, { focus = false, extend = false, toggle = false, reveal = true, by = "list" } = {}) {
    const row = this.app.store.row(id);
    if (!row) return;
    if (this.place(id) < 0) { this.emit("hidden", { id }); if (this.place(id) < 0) return; }
    if (extend && this.current) {
      const [a, b] = [this.place(this.anchor ?? this.current), this.place(id)].sort((x, y) => x - y);
      this.chosen = new Set(this.rows.slice(a, b + 1).map((each) => each.id));
    } else if (toggle) {
      if (this.chosen.has(id) && this.chosen.size > 1) this.chosen.delete(id); else this.chosen.add(id);
      this.anchor = id;
    } else {
      this.chosen = new Set([id]);
      this.anchor = id;
    }
    const changed = this.current !== id;
    this.current = id;
    this.at = this.place(id);
    if (reveal) this.reveal(id);
    this.draw();
    this.dressAll();
    if (focus) this.focus();
    if (changed) this.emit("select", { id, by }); else this.emit("chosen", { id });
  }

  // scrolls only as far as needed; a jump puts the row in the upper third
  reveal(id) {
    const at = this.place(id);
    if (at < 0) return;
    const real = this.rows.length * this.height, shown = Math.min(real, TALLEST), top = this.#top(), y = at * this.height;
    const below = this.height * (this.app.editor?.id === id ? 2 : 1);
    if (y >= top && y + below <= top + this.seen) return;
    const near = y < top ? y > top - 3 * this.height : y + below < top + this.seen + 3 * this.height;
    let to = near ? (y < top ? y : y + below - this.seen) : y - this.seen / 3;
    to = Math.max(0, Math.min(to, real - this.seen));
    this.scroller.scrollTop = real === shown ? to : (to / Math.max(1, real - this.seen)) * (shown - this.seen);
    this.draw();
  }

  focus() {
    const node = this.live.get(this.current);
    if (node) node.focus({ preventScroll: true });
  }

  move(step, { extend = false } = {}) {
    if (!this.rows.length) return;
    const from = this.current ? this.place(this.current) : 0;
    const to = Math.max(0, Math.min(this.rows.length - 1, from + step));
    this.select(this.rows[to].id, { focus: this.body.contains(document.activeElement), extend });
  }

  get page() { return Math.max(1, Math.floor(this.seen / this.height) - 1); }

  setPlaying(id) {
    if (this.playing === id) return;
    const old = this.playing;
    this.playing = id;
    for (const each of [old, id]) if (this.live.has(each)) this.#dress(this.live.get(each), each);
  }

  #row(event) { return event.target.closest?.(".row"); }

  #pressed(event) {
    const node = this.#row(event);
    if (!node || event.button !== 0 || event.target.closest("textarea, input, button")) return;
    const cell = event.target.closest(".cell")?.dataset.column, id = node.dataset.id;
    const extend = event.shiftKey, toggle = event.ctrlKey || event.metaKey;
    event.preventDefault();
    if (!extend && !toggle && (cell === "text" || cell === "other")) { this.emit("edit", { id, cell, x: event.clientX, y: event.clientY }); return; }
    this.select(id, { extend, toggle, focus: true, by: "click" });
  }

  #doubled(event) {
    const node = this.#row(event);
    if (node && !event.target.closest("textarea, input")) this.emit("play", { id: node.dataset.id });
  }

  // the focus came to a row by Tab or by the screen reader
  #focused(event) {
    if (!event.target.classList.contains("row")) return;
    const id = event.target.dataset.id;
    if (id !== this.current) this.select(id, { reveal: false });
  }

  // an option for those who listen: arrows go from cell to cell, as in any grid
  #cellKey(event) {
    const row = this.#row(event), by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 }[event.key];
    if (!this.app.options.cells || by === undefined || !row || inText(event.target) || event.ctrlKey || event.altKey || event.shiftKey) return;
    const cell = event.target.closest(".cell"), at = cell ? this.columns.indexOf(cell.dataset.column) : -1;
    event.preventDefault();
    if (by) { this.#cell(row, Math.min(at + by, this.columns.length - 1)); return; }
    this.move(event.key === "ArrowUp" ? -1 : 1);
    this.#cell(this.live.get(this.current), at);
  }

  #cell(row, at) {
    const cell = row?.cells[this.columns[at]];
    if (!cell) { row?.focus({ preventScroll: true }); return; }
    cell.tabIndex = -1;
    cell.focus({ preventScroll: true });
  }
}
