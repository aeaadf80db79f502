// Notes: a thread each, at its cue and frame; answered, settled, gone to.

import { button, el, icon, refill } from "./dom.js";
import { say } from "./words.js";

export function noteThread(note, app, { place = true } = {}) {
  const row = note.cue ? app.store.row(note.cue) : null;
  const answer = el("input", { type: "text", class: "answer", "aria-label": say("note.answer"), placeholder: say("note.answer"), on: {
    keydown: (event) => { if (event.key === "Enter" && answer.value.trim()) { event.preventDefault(); app.acts.send({ do: "answer", note: note.id, text: answer.value.trim() }); answer.value = ""; } } } });
  const go = () => { if (row) app.visit(row.id, note.ms ?? null); else if (note.ms !== null) app.player.seek(note.ms); };
  const about = note.earlier || note.gone;
  return el("article", { class: "note" + (note.settled ? " settled" : ""), "aria-label": say("note.by", { who: note.who || say("someone") }) },
    el("header", {}, el("b", { text: note.who || say("you") }), place && note.ms !== null ? button(say("go.note"), go, { class: "link" }, (row ? `${row.pos + 1} · ` : "") + app.clock.text(note.ms)) : null,
      note.written ? el("time", { class: "soft", datetime: note.written, text: new Date(note.written).toLocaleString([], { dateStyle: "short", timeStyle: "short" }) }) : null,
      note.settled ? el("span", { class: "mark approved", text: say("note.settled") }) : null),
    about ? el("p", { class: "soft", text: say("note.earlier", { text: note.was }) }) : null,
    el("p", { class: "said", dir: "auto", text: note.text }),
    note.suggest ? el("div", { class: "suggested" }, el("p", { class: "said", dir: "auto", text: note.suggest }), row ? button(say("note.take"), () => app.acts.send({ do: "text", id: row.id, lines: note.suggest.split("\n") }), { class: "tool" }) : null) : null,
    ...(note.answers || []).map((each) => el("div", { class: "answered" }, el("b", { text: each.who || say("you") }), el("p", { class: "said", dir: "auto", text: each.text }))),
    el("footer", {}, note.settled ? null : answer,
      button(say(note.settled ? "note.open" : "note.settle"), () => app.acts.send({ do: "settle", note: note.id, on: !note.settled }), { class: "tool" }),
      button(say("note.remove"), () => app.acts.send({ do: "unnote", note: note.id }), { class: "tool" }, icon("close"))));
}

export class Notes {
  constructor(root, app) { this.root = root; this.app = app; this.which = "open"; }

  enter() { this.draw(); }

  // notes that a client gave back, as a file
  #bringIn() {
    const file = el("input", { type: "file", accept: "application/json,.json", hidden: true, "aria-label": say("notes.file") });
    file.addEventListener("change", async () => {
      try { this.app.say((await this.app.api.post("notes", JSON.parse(await file.files[0].text()))).message); } catch (error) { this.app.say(error instanceof SyntaxError ? say("notes.bad") : error.message); }
      file.value = "";
    });
    return [button(say("notes.in"), () => file.click(), { class: "tool", "data-key": "in" }), file];
  }

  draw() {
    if (this.root.hidden) return;
    const all = [...this.app.store.notes.values()].sort((a, b) => (a.ms ?? 0) - (b.ms ?? 0));
    const shown = all.filter((note) => this.which === "all" || !note.settled);
    refill(this.root, el("div", { class: "pane-head" }, el("h2", { text: say("view.notes") }), el("p", { class: "soft", text: say("notes.count", { open: all.filter((note) => !note.settled).length, all: all.length }) }),
      button(say(this.which === "open" ? "notes.all" : "notes.open"), () => { this.which = this.which === "open" ? "all" : "open"; this.draw(); }, { class: "tool", "data-key": "which" }), ...this.#bringIn()),
    shown.length ? null : el("p", { class: "empty", text: say("notes.none") }), ...shown.map((note) => noteThread(note, this.app)));
  }
}
