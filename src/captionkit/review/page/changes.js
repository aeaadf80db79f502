// What changed since the file came in: words marked, times as "start -3 f, end +5 f"; also as a page and as CSV.

import { button, el, fill } from "./dom.js";
import { moved, textPair } from "./marked.js";
import { plain } from "./rich.js";
import { many, say } from "./words.js";

const SHOWN = 200;
// what of a cue differs, in words; of cues that were split or moved together times say nothing new
const FIELDS = { text: "change.text", breaks: "change.breaks", start: "change.times", end: "change.times", speaker: "speaker", position: "place", style: "change.style", order: "change.order" };
const numbers = (list) => (list.length > 2 ? `${list[0]}–${list.at(-1)}` : list.join("–"));

function kindWords({ kind, fields }) {
  const differs = fields.filter((name) => kind === "changed" || (name !== "start" && name !== "end"));
  return [...new Set([...(kind === "changed" ? [] : [say("change." + kind)]), ...differs.map((name) => say(FIELDS[name]))])].join(", ");
}

export class Changes {
  shown = SHOWN;

  constructor(root, app) { this.root = root; this.app = app; }

  async enter() {
    try { this.found = await this.app.api.get(`changes?track=${this.app.store.active}`); } catch (error) { fill(this.root, el("p", { class: "empty", text: error.message })); return; }
    this.draw();
  }

  draw() {
    if (this.root.hidden || !this.found) return;
    const list = this.found.changes || [], { api } = this.app;
    const link = (name, words) => el("a", { class: "tool", href: api.url(name), target: "_blank", rel: "noreferrer", text: words });
    fill(this.root, el("div", { class: "pane-head" }, el("h2", { text: say("view.changes") }), el("p", { class: "soft", text: many("changes", list.length) }), list.length ? link(`changes.html?track=${this.app.store.active}`, say("changes.page")) : null, list.length ? link(`changes.csv?track=${this.app.store.active}`, say("changes.csv")) : null),
      list.length ? null : el("p", { class: "empty", text: say("changes.none") }),
      el("ul", { class: "changes" }, ...list.slice(0, this.shown).map((each) => this.#row(each))),
      list.length > this.shown ? button(many("more", list.length - this.shown), () => { this.shown *= 4; this.draw(); }, { class: "tool" }) : null);
  }

  // one change: which cues, what was said before and after, and how far the times moved
  #row(each) {
    const { app } = this, { clock } = app, lines = (cues) => cues.map((cue) => (cue.lines ? plain(cue.lines) : cue.text ?? "")).join("\n");
    const row = each.ids?.length ? app.store.row(each.ids[0]) : app.store.rows[(each.new[0] ?? 0) - 1];
    const old = lines(each.before), now = lines(each.after), times = [];
    if (each.kind === "shifted") times.push(each.moved);
    else for (const side of ["start", "end"]) {
      const [was, is] = each[side];
      if (was !== null && is !== null && was !== is) times.push(`${say(side)} ${moved(was, is, clock)} (${clock.text(is)})`);
    }
    const number = row ? button(say("go.cue", { n: row.pos + 1 }), () => app.visit(row.id), { class: "link number" }, numbers(each.new)) : el("span", { class: "number", text: numbers(each.old) });
    return el("li", { class: "change" }, number, el("div", { class: "change-body" }, el("p", { class: "label", text: kindWords(each) }),
      old !== now ? el("div", { class: "pair" }, ...textPair(old, now)) : el("p", { class: "said", dir: "auto", text: now }), times.length ? el("p", { class: "moves", text: times.join(", ") }) : null));
  }
}
