// What changed since the file came in: words marked, times as "start -3 f, end +5 f"; also as a page and as CSV.

import { button, el, fill } from "./dom.js";
import { moved, textPair } from "./marked.js";
import { many, say } from "./words.js";

const SHOWN = 200;

export class Changes {
  shown = SHOWN;

  constructor(root, app) { this.root = root; this.app = app; }

  async enter() {
    try { this.found = await this.app.api.get(`changes?track=${this.app.store.active}`); } catch (error) { fill(this.root, el("p", { class: "empty", text: error.message })); return; }
    this.draw();
  }

  draw() {
    if (this.root.hidden || !this.found) return;
    const list = this.found.changes || this.#joined(), { api } = this.app;
    const link = (name, words) => el("a", { class: "tool", href: api.url(name), target: "_blank", rel: "noreferrer", text: words });
    fill(this.root, el("div", { class: "pane-head" }, el("h2", { text: say("view.changes") }), el("p", { class: "soft", text: many("changes", list.length) }), list.length ? link("changes.html", say("changes.page")) : null, list.length ? link("changes.csv", say("changes.csv")) : null),
      list.length ? null : el("p", { class: "empty", text: say("changes.none") }),
      el("ul", { class: "changes" }, ...list.slice(0, this.shown).map((each) => this.#row(each))),
      list.length > this.shown ? button(many("more", list.length - this.shown), () => { this.shown *= 4; this.draw(); }, { class: "tool" }) : null);
  }

  // text and times of one cue are one row
  #joined() {
    const rows = new Map();
    for (const each of this.found.text || []) rows.set(each.id ?? JSON.stringify(each), { ...each });
    for (const each of this.found.times || []) rows.set(each.id ?? JSON.stringify(each), { ...(rows.get(each.id) || {}), ...each });
    return [...rows.values()];
  }

  #row(each) {
    const { app } = this, { clock } = app, row = each.id ? app.store.row(each.id) : null;
    const lines = (value) => (value === null || value === undefined ? "" : Array.isArray(value) ? value.map((line) => (typeof line === "string" ? line : line.map((piece) => piece.t).join(""))).join("\n") : String(value));
    const old = lines(each.before ?? each.old ?? each.was), now = lines(each.after ?? each.new ?? each.now), times = [];
    for (const side of ["start", "end"]) {
      const value = each[side];
      if (Array.isArray(value)) { if (value[0] !== value[1]) times.push(`${say(side)} ${moved(value[0], value[1], clock)}`); } else if (typeof value === "number" && each.kind === "time") times.push(`${say(side)} ${moved(0, value, clock)}`);
    }
    return el("li", { class: "change" }, row ? button(say("go.cue", { n: row.pos + 1 }), () => { app.show("edit"); app.goTo(row.id); }, { class: "link number" }, String(row.pos + 1)) : el("span", { class: "number", text: each.number ? String(each.number) : "–" }),
      el("div", { class: "change-body" }, each.kind ? el("p", { class: "label", text: each.kind }) : null, old !== now ? el("div", { class: "pair" }, ...textPair(old, now)) : null, times.length ? el("p", { class: "moves", text: times.join(", ") }) : null));
  }
}
