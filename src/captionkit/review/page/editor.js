// The text field in the row: what is typed is shown at once, judged while typing, and sent in steps: a word, or a pause.

import { el } from "./dom.js";
import { difference, lineAt, plain, restyled, retyped } from "./rich.js";
import { TimeField } from "./fields.js";
import { counterNodes } from "./counters.js";
import { say } from "./words.js";

const PAUSE = 350; // ms without a key until what was typed goes out
const STEP = 1000; // a longer pause begins a new step of undo
const JUDGE = 30; // ms without a key until it is judged
const COUNTED = ["width", "lines", "speed", "duration", "gap"]; // a counter says it already

const ends = (text) => text.replace(/^\n+|\n+$/g, "");

export class Editor extends EventTarget {
  id = null;

  constructor(app) {
    super();
    this.app = app;
    this.area = el("textarea", { class: "field", rows: "2", autocomplete: "off", autocapitalize: "off", spellcheck: "true", enterkeyhint: "enter" });
    this.strip = el("div", { class: "strip", role: "gridcell" });
    this.area.addEventListener("input", (event) => this.#typed(event));
    this.area.addEventListener("beforeinput", (event) => this.#before(event));
    this.area.addEventListener("compositionend", () => this.#typed({ data: " " }));
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.area.addEventListener("blur", () => this.#left());
    this.start = new TimeField(app, "start");
    this.end = new TimeField(app, "end");
  }

  get editing() { return this.id !== null; }
  get dirty() { return this.id !== null && this.waiting !== null && this.waiting !== undefined; }

  // Opens the field in a row. `caret`: an offset, "start", "end", or "all"
  enter(id, { caret = "end", cell = "text" } = {}) {
    const { app } = this, { store, list } = app, row = store.row(id);
    if (!row || store.locked) { if (store.locked) app.say(say("locked", { who: store.locked })); return; }
    if (this.id && this.id !== id) this.leave({ quietly: true });
    const owner = cell === "other" ? list.live.get(list.current) : list.live.get(id);
    if (!owner) return;
    this.id = id;
    this.row = owner;
    this.cell = owner.cells[cell];
    this.cell.editing = true;
    this.began = row.lines;
    this.area.value = plain(row.lines);
    this.area.lang = store.tracks[row.track].language || "";
    this.area.dir = "auto";
    this.area.setAttribute("aria-label", say("field.text", { n: row.pos + 1 }));
    this.#fit();
    this.cell.replaceChildren(this.area);
    if (cell === "text") this.#times(row);
    this.strip.setAttribute("aria-label", say("counters"));
    owner.append(this.strip);
    owner.classList.add("editing");
    this.counters(store.counters.get(id));
    this.area.focus({ preventScroll: true });
    const at = caret === "start" ? 0 : caret === "end" || caret === "all" ? this.area.value.length : caret;
    this.area.setSelectionRange(caret === "all" ? 0 : at, at);
    if (cell === "text") list.reveal(id);
    this.#judge();
    this.dispatchEvent(new CustomEvent("entered", { detail: { id } }));
  }

  #times(row) {
    for (const field of [this.start, this.end]) {
      const cell = this.row.cells[field.side];
      if (!cell) continue;
      cell.editing = true;
      field.show(row);
      cell.replaceChildren(field.node);
    }
  }

  // an Esc leads back to the row; `quietly` without moving the focus
  leave({ quietly = false } = {}) {
    if (!this.id) return;
    const { row, id } = this;
    this.flush();
    this.id = null;
    this.waiting = null;
    for (const cell of Object.values(row.cells)) if (cell.editing) { cell.editing = false; cell.replaceChildren(); }
    this.strip.remove();
    row.classList.remove("editing");
    this.cell = this.row = null;
    this.app.list.update([id]);
    const shown = row.dataset.id;
    if (shown && shown !== id) this.app.list.update([shown]);
    this.dispatchEvent(new CustomEvent("left", { detail: { id } }));
    if (!quietly) { this.app.list.select(this.app.list.current, { focus: true }); this.app.list.focus(); }
  }

  #left() {
    this.flush();
    // the focus went elsewhere than the row's own fields: the field closes, unless the window lost it
    setTimeout(() => {
      if (this.id && this.row && document.hasFocus() && !this.row.contains(document.activeElement) && document.activeElement !== document.body && this.app.closes(document.activeElement)) this.leave({ quietly: true });
    });
  }

  #fit() {
    const lines = this.area.value.split("\n").length;
    this.area.rows = Math.max(2, Math.min(6, lines));
  }

  #before(event) {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      this.app.run(event.inputType === "historyUndo" ? "undo" : "redo");
    }
  }

  #typed(event) {
    if (event.isComposing || !this.id) return;
    const row = this.app.store.row(this.id), now = performance.now();
    if (!row) return;
    this.#fit();
    row.typed = true;
    this.app.store.local(this.id, { lines: retyped(row.lines, this.area.value) });
    if (!this.last || now - this.last > STEP || this.lastId !== this.id) this.join = false;
    this.last = now;
    this.lastId = this.id;
    clearTimeout(this.timer);
    this.waiting = this.id;
    const wordEnd = event.inputType !== "deleteContentBackward" && typeof event.data === "string" && /[\s.,;:!?…]$/u.test(event.data);
    if (wordEnd || (event.inputType || "").startsWith("insertFrom") || event.inputType === "insertLineBreak") { this.flush(); this.join = false; } else this.timer = setTimeout(() => this.flush(), PAUSE);
    this.#judge();
    this.dispatchEvent(new CustomEvent("typed"));
  }

  // what was typed goes out as one operation; letters of one word join into one step
  flush() {
    clearTimeout(this.timer);
    const id = this.waiting;
    this.waiting = null;
    if (!id) return;
    const row = this.app.store.row(id);
    if (!row) return;
    this.app.api.op({ do: "text", id, lines: row.lines }, { join: !!this.join }).catch(() => {});
    this.join = true;
  }

  // the server's text came: an undo, another tab, a change by a button
  refresh(ids) {
    if (!this.id) return;
    const row = this.app.store.row(this.id);
    if (!row) { this.leave({ quietly: true }); return; }
    if (!ids.includes(this.id)) return;
    this.start.show(row);
    this.end.show(row);
    const text = plain(row.lines);
    if (this.waiting || ends(text) === ends(this.area.value)) return;
    const [, , end] = difference(this.area.value, text);
    this.area.value = text;
    this.#fit();
    if (document.activeElement === this.area) this.area.setSelectionRange(end, end);
    this.join = false;
    this.#judge();
  }

  #judge() {
    clearTimeout(this.judging);
    this.judging = setTimeout(async () => {
      const id = this.id, row = id && this.app.store.row(id);
      if (!row) return;
      const asked = (this.asked = (this.asked || 0) + 1);
      try {
        const found = await this.app.api.post("measure", { id, lines: row.lines });
        if (asked !== this.asked || id !== this.id) return;
        this.counters(found.counters, found.findings);
        this.app.store.setCounters(id, found.counters);
        this.app.store.setFindings(id, found.findings);
        this.app.store.emit("judged", { ids: [id], live: true });
      } catch { /* no server at the moment: the next answer brings them */ }
    }, JUDGE);
  }

  counters(counters, findings) {
    if (!counters) { this.strip.replaceChildren(); return; }
    const found = (findings || this.app.store.findings.get(this.id) || []).filter((each) => !COUNTED.includes(each.at));
    this.strip.replaceChildren(...counterNodes(counters, this.app, { short: true }));
    if (found.length) this.strip.append(el("span", { class: "says " + found[0].severity, text: found[0].text }));
  }

  get offset() { return this.area.selectionStart; }
  get caret() { return lineAt(this.area.value, this.offset); }

  italic(mark = "i") {
    const row = this.app.store.row(this.id), { selectionStart: from, selectionEnd: to } = this.area;
    this.flush();
    if (from === to) { const on = !restyled(row.lines, 0, plain(row.lines).length, mark).on; return this.app.api.op({ do: "style", ids: [this.id], style: mark, on: !on }); }
    const { lines } = restyled(row.lines, from, to, mark);
    this.app.store.local(this.id, { lines });
    return this.app.api.op({ do: "text", id: this.id, lines });
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Tab" && this.app.options.along && !event.ctrlKey && !event.altKey) { event.preventDefault(); if (event.shiftKey) this.app.player.seek(this.app.player.ms - 2000); else this.app.run("play"); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.leave(); }
  }
}
