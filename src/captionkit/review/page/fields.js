// A time that can be typed: 1:02:05:13, 1:02:05.520, +3f, -200.

import { el } from "./dom.js";
import { say } from "./words.js";

let count = 0;

export class TimeField {
  constructor(app, side, { labelled = null } = {}) {
    this.app = app;
    this.side = side;
    this.name = `time-${++count}`;
    this.input = el("input", { type: "text", class: "time", inputmode: "text", autocomplete: "off", spellcheck: "false", id: this.name, "aria-label": labelled ? null : say(side) });
    this.wrong = el("span", { class: "wrong", id: this.name + "-wrong", hidden: true, role: "alert" });
    this.node = el("span", { class: "timefield" }, this.input, this.wrong);
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("change", () => this.take());
    this.input.addEventListener("blur", () => { if (this.id) this.#clear(); });
  }

  show(row) {
    this.input.setAttribute("aria-label", say(this.side));
    this.id = row ? row.id : null;
    this.input.disabled = !row || !!this.app.store.locked;
    if (document.activeElement === this.input && this.input.value !== this.shown) return;
    this.shown = this.input.value = row ? this.#text(row) : "";
    this.#clear();
  }

  #text(row) { return this.side === "duration" ? this.app.clock.seconds(row.end - row.start) : this.app.clock.text(row[this.side]); }

  #clear() {
    this.input.removeAttribute("aria-invalid");
    this.input.removeAttribute("aria-describedby");
    this.wrong.hidden = true;
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") { event.preventDefault(); this.take(); }
    if (event.key === "Escape" && this.input.value !== this.shown) { event.stopPropagation(); event.preventDefault(); this.input.value = this.shown; this.#clear(); }
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const row = this.app.store.row(this.id);
      if (row) this.#set(row, this.app.clock.step(this.#now(row), event.key === "ArrowUp" ? 1 : -1));
    }
  }

  #now(row) { return this.side === "duration" ? row.end - row.start : row[this.side]; }

  take() {
    const row = this.app.store.row(this.id);
    if (!row || this.input.value === this.shown) return;
    const ms = this.app.clock.parse(this.input.value, this.#now(row));
    if (ms === null || ms < 0) {
      this.input.setAttribute("aria-invalid", "true");
      this.input.setAttribute("aria-describedby", this.wrong.id);
      this.wrong.textContent = say(this.app.clock.rate ? "time.wrong.frames" : "time.wrong");
      this.wrong.hidden = false;
      return;
    }
    this.#set(row, ms);
  }

  #set(row, ms) {
    const { acts } = this.app;
    if (this.side === "duration") acts.time(row.id, { end: row.start + ms });
    else acts.time(row.id, { [this.side]: ms });
    const now = this.app.store.row(row.id);
    this.shown = this.input.value = this.#text(now);
    this.#clear();
  }
}
