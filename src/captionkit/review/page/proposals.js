// What `fix` proposes: for one cue on demand, for the whole track as it is computed, grouped by kind. Each is accepted
// or left by itself or with its kind.

import { button, el, refill } from "./dom.js";
import { changeNodes } from "./marked.js";
import { known, many, say } from "./words.js";

const SHOWN = 60;

export class Proposals {
  all = new Map();
  left = new Set();
  running = false;

  constructor(root, app) {
    this.root = root;
    this.app = app;
    this.open = new Map();
  }

  async of(id) {
    const { store, api } = this.app;
    if (store.proposals.has(id)) return store.proposals.get(id).filter((each) => !this.left.has(each.key));
    try {
      const { proposals } = await api.get("proposals?id=" + encodeURIComponent(id));
      store.proposals.set(id, proposals);
      return proposals.filter((each) => !this.left.has(each.key));
    } catch { return []; }
  }

  async accept(list) {
    const answer = await this.app.acts.send({ do: "accept", keys: list.map((each) => each.key) });
    if (!answer) return;
    for (const each of list) this.all.delete(each.key);
    this.app.say(many("accepted", list.length), { quiet: false });
    this.draw();
  }

  leave(list) { for (const each of list) { this.left.add(each.key); this.all.delete(each.key); } this.draw(); }

  async start() {
    this.all.clear();
    this.running = true;
    this.done = 0;
    this.draw();
    try { await this.app.api.post("proposals", { track: this.app.store.active, codes: null }); } catch (error) { this.running = false; this.app.say(error.message); this.draw(); }
  }

  async stop() { this.running = false; try { await this.app.api.post("proposals/stop"); } catch { /* it had ended */ } this.draw(); }

  event(name, body) {
    if (name === "proposal") for (const each of body.proposals || [body.proposal || body]) { if (each.key && !this.left.has(each.key)) this.all.set(each.key, each); } else {
      this.done = body.done ?? this.done;
      this.running = !(body.done >= 1 || body.ended || body.error);
      this.began = true;
    }
    this.soon();
  }

  // a cue that was edited has other proposals now
  changed(ids) {
    const touched = new Set(ids);
    let gone = false;
    for (const [key, each] of this.all) if (each.ids.some((id) => touched.has(id))) { this.all.delete(key); gone = true; }
    if (gone) this.soon();
  }

  soon() { if (!this.waiting) this.waiting = setTimeout(() => { this.waiting = 0; this.draw(); }, 150); }

  enter() { if (!this.began && !this.running && !this.all.size) { this.began = true; this.start(); } else this.draw(); }

  draw() {
    this.app.counts();
    if (this.root.hidden) return;
    const groups = new Map();
    for (const each of this.all.values()) groups.set(each.kind, [...(groups.get(each.kind) || []), each]);
    const head = el("div", { class: "pane-head" }, el("h2", { text: say("view.proposals") }), el("p", { class: "soft", role: "status", text: this.running ? say("proposals.running", { n: this.all.size, done: Math.round((this.done || 0) * 100) }) : many("proposals", this.all.size) }),
      this.running ? button(say("proposals.stop"), () => this.stop(), { class: "tool", "data-key": "stop" }) : button(say("proposals.again"), () => this.start(), { class: "tool", "data-key": "again" }));
    refill(this.root, head, this.running || this.all.size ? null : el("p", { class: "empty", text: say("proposals.none") }), ...[...groups].map(([kind, list]) => this.#group(kind, list)));
  }

  #group(kind, list) {
    const name = kind.split(", ").map((part) => (known("kind." + part) ? say("kind." + part) : part)).join(", ");
    const shown = this.open.get(kind) || SHOWN;
    return el("section", { class: "group", "aria-label": name }, el("div", { class: "group-head" }, el("h3", { text: name }), el("span", { class: "pill", text: String(list.length) }),
      button(many("accept-these", list.length), () => this.accept(list), { class: "tool primary", "data-key": "all-" + kind }), button(many("leave-these", list.length), () => this.leave(list), { class: "tool", "data-key": "none-" + kind })),
    el("ul", { class: "changes" }, ...list.slice(0, shown).map((each) => this.#row(each))),
    list.length > shown ? button(many("more", list.length - shown), () => { this.open.set(kind, shown * 4); this.draw(); }, { class: "tool" }) : null);
  }

  #row(each) {
    const { app } = this, row = app.store.row(each.ids[0]);
    return el("li", { class: "change" }, button(say("go.cue", { n: row ? row.pos + 1 : "?" }), () => app.visit(each.ids[0]), { class: "link number", "data-key": "go-" + each.key }, row ? String(row.pos + 1) : "?"),
      el("div", { class: "change-body" }, ...changeNodes(each, app), each.why ? el("p", { class: "soft", text: each.why }) : null),
      el("div", { class: "tools" }, button(say("accept"), () => this.accept([each]), { class: "tool", "data-key": each.key }), button(say("leave"), () => this.leave([each]), { class: "tool", "data-key": "leave-" + each.key })));
  }
}
