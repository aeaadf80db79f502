// Saving, exporting, a file changed outside, stopping. Nothing is written over without being asked.

import { button, el } from "./dom.js";
import { Refused } from "./api.js";
import { plain } from "./rich.js";
import { say } from "./words.js";

export class Files {
  constructor(app) { this.app = app; }

  async save(body = { force: false }) {
    const { app } = this, { store } = app;
    if (store.locked) { app.say(say("locked", { who: store.locked })); return; }
    app.editor.flush();
    while (!app.api.idle() && app.api.online) await new Promise((go) => setTimeout(go, 15));
    try {
      const answer = await app.api.post("save", body);
      this.saved(answer);
      if (answer.losses?.length) this.#losses(answer.losses); else app.say(say("saved.long", { name: answer.name, time: answer.saved }));
    } catch (error) {
      if (error instanceof Refused && error.body.error === "outside") this.outside(error.body); else app.say(error instanceof Refused ? [error.message, error.body.hint].filter(Boolean).join(" ") : say("offline"), { bad: true });
    }
  }

  saved(answer) {
    const { store } = this.app;
    store.saved = answer.saved;
    store.unsaved = 0;
    store.outside = null;
    store.emit("saved");
  }

  #losses(losses) {
    this.app.dialogs.open(say("losses.title"), (box) => {
      box.append(el("p", { text: say("losses.text") }), el("ul", { class: "plain" }, ...losses.map((loss) => {
        const row = loss.id ? this.app.store.row(loss.id) : null;
        return el("li", {}, row ? button(say("go.cue", { n: row.pos + 1 }), () => { this.app.dialogs.close(); this.app.goTo(loss.id); }, { class: "link" }, String(row.pos + 1) + " ") : null, loss.text ?? loss.message ?? String(loss));
      })));
    });
  }

  // the file was written by somebody else: said now, dealt with at saving
  noticed({ names = [] }) { this.app.store.outside = names; this.app.shell.saved(); this.app.say(say("outside.noticed", { names: names.join(", ") }), { bad: true }); }

  // At saving: what both sides changed is chosen by cue; what only the other side changed has come in already; a file
  // that cannot be read is written over only where that is asked for.
  outside({ conflicts = [], merged = false, message = "", hint = "" }) {
    const { app } = this, answers = {};
    app.dialogs.open(say("outside.title"), (box, close) => {
      box.append(el("p", { text: conflicts.length ? say("outside.text") : merged ? say("outside.merged") : [message, hint].filter(Boolean).join(". ") }));
      const list = el("div", { class: "conflicts" }, ...conflicts.map((each) => this.#conflict(each, answers)));
      const all = (value) => { for (const input of list.querySelectorAll(`input[value="${value}"]`)) input.checked = true; for (const each of conflicts) answers[each.id] = value; };
      const several = conflicts.length > 1;
      box.append(list, el("div", { class: "tools" }, several ? button(say("outside.all-here"), () => all("here"), { class: "tool" }) : null, several ? button(say("outside.all-outside"), () => all("outside"), { class: "tool" }) : null,
        conflicts.length ? button(say("outside.save"), () => { close(); this.save({ resolve: answers }); }, { class: "tool primary" })
          : merged ? button(say("outside.again"), () => { close(); this.save(); }, { class: "tool primary" }) : button(say("outside.force"), () => { close(); this.save({ force: true }); }, { class: "tool" })));
    });
  }

  #conflict({ id, opened, here, outside }, answers) {
    answers[id] = "here";
    const row = this.app.store.row(id);
    const choice = (value, cue) => el("label", { class: "side" }, el("input", { type: "radio", name: "side-" + id, value, checked: value === "here", on: { change: () => { answers[id] = value; } } }), el("b", { text: say("outside." + value) }), el("span", { class: "said", dir: "auto", text: this.#shown(cue) }));
    return el("fieldset", {}, el("legend", { text: row ? say("cue.n", { n: row.pos + 1 }) : say("outside.gone") }), el("p", { class: "soft", text: say("outside.opened", { text: this.#shown(opened) }) }), choice("here", here), choice("outside", outside));
  }

  #shown(row) { return row ? `${this.app.clock.text(row[1])} – ${this.app.clock.text(row[2])}\n${plain(row[3])}` : say("outside.none"); }

  // a text that another tab changed meanwhile: mine, theirs or both
  changed(item, row) {
    const { app } = this, id = item.do.id, mine = plain(item.do.lines), theirs = plain(row[3]);
    app.store.apply({ rows: [row], track: app.store.row(id)?.track, rev: app.store.rev }, {});
    app.editor.refresh([id]);
    app.dialogs.open(say("changed.title"), (box, close) => {
      const take = (lines) => { close(); if (lines) app.acts.send({ do: "text", id, lines }); };
      box.append(el("p", { text: say("changed.text") }), el("div", { class: "choose" }, el("div", {}, el("h3", { text: say("changed.mine") }), el("p", { class: "said", dir: "auto", text: mine })), el("div", {}, el("h3", { text: say("changed.theirs") }), el("p", { class: "said", dir: "auto", text: theirs }))),
        el("div", { class: "tools" }, button(say("changed.take-mine"), () => take(item.do.lines), { class: "tool primary" }), button(say("changed.take-theirs"), () => take(null), { class: "tool" }), button(say("changed.take-both"), () => take([...row[3], ...item.do.lines]), { class: "tool" })));
    });
  }

  async exported() {
    const { app } = this, formats = await app.api.get("formats"), title = app.store.title.replace(/\.[^.]+$/, "");
    app.dialogs.open(say("export.title"), (box, close) => {
      const format = el("select", { id: "export-format" }, ...formats.map(({ name, title: words, suffix }) => el("option", { value: name, text: `${words} (${suffix})` })));
      const name = el("input", { type: "text", id: "export-name", value: title });
      const force = el("input", { type: "checkbox", id: "export-force" });
      const said = el("p", { class: "soft", role: "status" });
      const go = async () => {
        try {
          const answer = await app.api.post("export", { track: app.store.active, format: format.value, name: name.value, force: force.checked });
          said.textContent = say("export.done", { name: answer.name });
          if (answer.losses?.length) { close(); this.#losses(answer.losses); } else { close(); app.say(said.textContent); }
        } catch (error) { said.textContent = [error.message, error.body?.hint].filter(Boolean).join(" "); }
      };
      box.append(el("div", { class: "form" }, el("label", { for: "export-format", text: say("export.format") }), format, el("label", { for: "export-name", text: say("export.name") }), name, el("label", { class: "check wide" }, force, say("export.force"))), said, el("div", { class: "tools" }, button(say("export.go"), go, { class: "tool primary" })));
    });
  }

  stop() {
    const { app } = this;
    app.dialogs.open(say("stop.title"), (box, close) => {
      box.append(el("p", { text: say(app.store.unsaved ? "stop.unsaved" : "stop.text") }), el("div", { class: "tools" }, button(say("stop.go"), async () => { close(); app.editor.flush(); try { await app.api.post("stop"); } catch { /* it is gone */ } app.stopped(); }, { class: "tool primary" })));
    });
  }
}
