// Beside the list: the cue that is chosen. Times, counters, findings with their reason, proposals, speaker, position,
// state and notes. On a phone it is the card under the picture.

import { button, el, fill, icon, refill } from "./dom.js";
import { counterNodes } from "./counters.js";
import { TimeField } from "./fields.js";
import { lineNodes } from "./row.js";
import { noteThread } from "./notes.js";
import { changeNodes } from "./marked.js";
import { many, say } from "./words.js";

const PLACES = ["top-left", "top", "top-right", "middle-left", "middle", "middle-right", "bottom-left", "bottom", "bottom-right"];
const STATES = ["open", "corrected", "approved", "redo"];

export class Inspector {
  constructor(root, app) {
    this.app = app;
    this.root = root;
    this.start = new TimeField(app, "start");
    this.end = new TimeField(app, "end");
    this.long = new TimeField(app, "duration");
    this.title = el("h2", { id: "cue-title" });
    this.text = el("div", { class: "cue-text" });
    this.counters = el("div", { class: "counters" });
    this.found = el("div", { class: "found" });
    this.speaker = el("input", { type: "text", id: "speaker", list: "speakers", autocomplete: "off", on: { change: () => app.acts.speaker(this.speaker.value.trim()) } });
    this.speakers = el("datalist", { id: "speakers" });
    this.notes = el("div", { class: "notes-here" });
    this.noteField = el("textarea", { rows: "1", id: "note-text", on: { keydown: (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.#leave(); } } } });
    this.#build();
  }

  #build() {
    const { app } = this;
    const tool = (name, glyph) => button(say("do." + name), () => app.run(name), { class: "tool", "data-command": name }, glyph ? icon(glyph) : null, el("span", { text: say("short." + name) }));
    const nudged = (field, side) => el("div", { class: "nudge" }, el("label", { for: field.name, text: say(side) }),
      el("span", { class: "joined" }, button(say(`do.${side}-minus`), () => app.run(side + "-minus"), { class: "step" }, "−"), field.node, button(say(`do.${side}-plus`), () => app.run(side + "-plus"), { class: "step" }, "+")));
    this.states = el("div", { class: "segmented states", role: "radiogroup", "aria-label": say("state") }, ...STATES.map((value) => this.#radio("state", value, say("state." + value), () => app.acts.state(value))));
    this.places = el("div", { class: "places", role: "radiogroup", "aria-label": say("place") }, ...PLACES.map((value) => this.#radio("place", value, say("place." + value), () => app.acts.place(value), true)));
    this.phone = el("div", { class: "phone-actions" },
      button("", () => app.run("play-cue"), { class: "big" }, icon("play"), el("span", { text: say("phone.play") })),
      button("", () => app.acts.approve(), { class: "big good" }, icon("approved"), el("span", { text: say("phone.right") })),
      button("", () => this.note(), { class: "big" }, icon("note"), el("span", { text: say("phone.note") })));
    for (const each of this.phone.children) { each.removeAttribute("title"); each.setAttribute("aria-label", each.textContent); }
    this.walk = el("div", { class: "phone-walk" }, button(say("do.cue-previous"), () => app.run("cue-previous"), {}, icon("back"), el("span", { text: say("phone.previous") })), button(say("do.cue-next"), () => app.run("cue-next"), {}, el("span", { text: say("phone.next") }), icon("on")));
    fill(this.root,
      el("div", { class: "cue-head" }, this.title, this.states),
      this.text, this.phone, this.walk,
      el("div", { class: "time-row" }, nudged(this.start, "start"), nudged(this.end, "end"), el("div", { class: "nudge" }, el("label", { for: this.long.name, text: say("duration") }), this.long.node)),
      this.counters, this.found,
      el("div", { class: "tools" }, tool("start-here"), tool("end-here"), tool("end-next-start")),
      el("div", { class: "tools" }, tool("split"), tool("merge"), tool("wrap"), tool("word-from-next"), tool("word-to-next"), tool("italic")),
      el("div", { class: "more-fields" },
        el("div", { class: "stack" }, el("label", { for: "speaker", text: say("speaker") }), this.speaker, this.speakers),
        el("div", { class: "stack" }, el("span", { class: "label", text: say("place") }), this.places)),
      el("div", { class: "note-box" }, this.notes, el("div", { class: "note-new" }, el("label", { for: "note-text", class: "unseen", text: say("note.new") }), this.noteField,
        button(say("note.leave"), () => this.#leave(), { class: "tool" }))));
    this.noteField.placeholder = say("note.new");
  }

  #radio(group, value, label, act, bare = false) {
    const input = el("input", { type: "radio", name: group, value, on: { change: act } });
    return el("label", { class: `choice ${group}-${value}`, title: label }, input, el("span", bare ? { class: "dot" } : {}, bare ? el("span", { class: "unseen", text: label }) : label));
  }

  get row() { return this.app.selected(); }

  show() {
    const { app, row } = this, { store } = app;
    this.root.classList.toggle("nothing", !row);
    const many_ = app.chosen().length;
    this.title.textContent = row ? (many_ > 1 ? many("chosen", many_) : say("cue.n", { n: row.pos + 1 })) : say("none");
    for (const field of [this.start, this.end, this.long]) field.show(row);
    for (const control of this.root.querySelectorAll("button, input, textarea")) control.disabled = !row || (!!store.locked && !control.closest(".phone-walk"));
    if (!row) return;
    fill(this.text, ...lineNodes(row.lines));
    this.text.lang = store.tracks[row.track].language || "";
    this.text.dir = "auto";
    const state = store.stateOf(row.id);
    for (const input of this.states.querySelectorAll("input")) input.checked = input.value === state;
    for (const input of this.places.querySelectorAll("input")) input.checked = input.value === (row.extra.place || "bottom");
    if (document.activeElement !== this.speaker) this.speaker.value = row.extra.speaker || "";
    this.#counters(row);
    this.#found(row);
    this.#notes(row);
  }

  #counters(row) {
    const counters = this.app.store.counters.get(row.id);
    if (counters) { fill(this.counters, ...counterNodes(counters, this.app)); return; }
    fill(this.counters);
    clearTimeout(this.measuring);
    this.measuring = setTimeout(async () => {
      try {
        const found = await this.app.api.post("measure", { id: row.id, lines: row.lines });
        this.app.store.setCounters(row.id, found.counters);
        if (this.row?.id === row.id) fill(this.counters, ...counterNodes(found.counters, this.app));
        this.app.list.update([row.id]);
      } catch { /* they come with the next answer */ }
    }, 60);
  }

  #found(row) {
    const { store } = this.app, found = [...(store.findings.get(row.id) || []), ...(store.passed.get(row.id) || [])];
    const key = JSON.stringify([row.id, found]);
    if (this.foundKey === key) return;
    this.foundKey = key;
    refill(this.found, ...found.map((each) => this.#finding(each)));
    this.shown = [];
    if (found.some((each) => each.fixable && !each.waived)) this.#ask(row);
  }

  #finding(finding) {
    return el("details", { class: "finding " + finding.severity + (finding.waived ? " waived" : "") },
      el("summary", {}, el("span", { class: "shape " + finding.severity, role: "img", "aria-label": say("severity." + finding.severity) }), el("span", { class: "says", text: finding.text }), el("span", { class: "why", text: say("why") })),
      finding.waived ? el("p", { text: say("waived", { reason: finding.waived }) }) : null, el("p", { text: finding.why }), finding.hint ? el("p", { class: "soft", text: finding.hint }) : null,
      finding.waived ? null : button(say("waive"), () => this.app.dialogs.waive(finding), { class: "tool" }));
  }

  #ask(row) {
    clearTimeout(this.proposing);
    this.proposing = setTimeout(async () => {
      const list = await this.app.proposals.of(row.id);
      if (this.row?.id !== row.id || !list.length) return;
      this.shown = list;
      this.at = 0;
      this.#proposal();
    }, 120);
  }

  #proposal() {
    this.found.querySelector(".proposal")?.remove();
    const each = this.shown[this.at];
    if (!each) return;
    const last = this.shown.length > 1 ? say("proposal.of", { n: this.at + 1, all: this.shown.length }) : "";
    this.found.append(el("div", { class: "proposal" }, el("p", { class: "label" }, say("proposal") + " ", el("span", { class: "soft", text: last })), ...changeNodes(each, this.app), each.why ? el("p", { class: "soft", text: each.why }) : null,
      el("div", { class: "tools" }, button(say("do.proposal-accept"), () => this.accept(), { class: "tool primary", "data-command": "proposal-accept" }, say("accept")), button(say("do.proposal-leave"), () => this.next(), { class: "tool" }, say("leave")))));
  }

  async accept() {
    const each = (this.shown || [])[this.at];
    if (!each) {
      const row = this.row, list = row ? await this.app.proposals.of(row.id) : [];
      if (!list.length) { this.app.say(say("proposals.none.here")); return; }
      this.shown = list;
      this.at = 0;
      return this.accept();
    }
    this.foundKey = null;
    await this.app.proposals.accept([each]);
    this.show();
  }

  next() {
    if (!(this.shown || []).length) { this.app.say(say("proposals.none.here")); return; }
    this.at = (this.at + 1) % (this.shown.length + 1);
    if (this.at === this.shown.length) this.app.say(say("proposal.left"));
    this.#proposal();
  }

  #notes(row) {
    const notes = this.app.store.notesOf(row.id), key = JSON.stringify([row.id, notes]);
    if (this.notesKey === key) return; // an answer that is being typed stays
    this.notesKey = key;
    refill(this.notes, ...notes.map((note) => noteThread(note, this.app, { place: false })));
  }

  note() {
    if (!this.row) return;
    this.back = document.activeElement;
    this.app.showInspector();
    this.noteField.focus();
  }

  async #leave() {
    const text = this.noteField.value.trim(), row = this.row;
    if (!text || !row) return;
    const ms = this.app.player.ms, inside = ms >= row.start && ms < row.end;
    if (await this.app.acts.send({ do: "note", id: row.id, ms: Math.round(inside ? ms : row.start), text })) {
      this.noteField.value = "";
      this.app.say(say("note.left"));
    }
  }

  speakersKnown() {
    const names = new Set();
    for (const row of this.app.store.rows) if (row.extra.speaker) { names.add(row.extra.speaker); if (names.size > 50) break; }
    fill(this.speakers, ...[...names].map((name) => el("option", { value: name })));
  }
}
