// The few dialogs: palette, keys, settings, go to, waive. None is needed for the daily work.

import { button, el, fill } from "./dom.js";
import { COMMANDS } from "./commands.js";
import { names } from "./keys.js";
import { COLUMNS } from "./row.js";
import { known, say } from "./words.js";

const AREAS = { text: "area.text", list: "area.list", wave: "area.wave", page: "area.page" };

export class Dialogs {
  constructor(app) { this.app = app; }

  // One dialog at a time; the focus goes back to where it was.
  open(title, build, closed = () => {}) {
    this.close();
    const back = document.activeElement, editing = this.app.editor.editing && document.activeElement === this.app.editor.area;
    const box = el("div", { class: "dialog-body" });
    const node = el("dialog", { "aria-label": title }, el("header", {}, el("h2", { text: title }), button(say("close"), () => node.close(), { class: "tool" }, "×")), box);
    document.body.append(node);
    const close = () => node.close();
    build(box, close);
    node.addEventListener("close", () => { node.remove(); this.now = null; closed(); if (back?.isConnected && (document.activeElement === document.body || !document.activeElement)) back.focus({ preventScroll: true }); if (editing) this.app.editor.area.focus(); });
    node.addEventListener("click", (event) => { if (event.target === node) node.close(); });
    node.showModal();
    this.now = node;
    box.querySelector("[data-first]")?.focus();
    return node;
  }

  close() { this.now?.close(); }

  commands() { return Object.keys(COMMANDS).map((name) => ({ name, text: known("do." + name) ? say("do." + name) : name, keys: this.app.keys.of(name) })); }

  palette() {
    const all = this.commands();
    this.open(say("palette"), (box, close) => {
      const list = el("ul", { role: "listbox", id: "palette-list", class: "palette", "aria-label": say("palette") });
      const field = el("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-label": say("palette.field"), placeholder: say("palette.field"), autocomplete: "off", "data-first": true });
      let found = [], at = 0;
      const run = (command) => { close(); this.app.run(command.name); };
      const draw = () => {
        const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
        found = all.filter((command) => wanted.every((word) => (command.text + " " + (known("also." + command.name) ? say("also." + command.name) : "")).toLowerCase().includes(word)));
        at = Math.min(at, Math.max(0, found.length - 1));
        fill(list, ...found.map((command, n) => el("li", { role: "option", id: "command-" + command.name, "aria-selected": n === at, on: { click: () => run(command) } }, el("span", { text: command.text }), el("span", { class: "keys" }, ...command.keys.slice(0, 2).map((key) => el("kbd", { text: this.app.keys.label(key) }))))));
        field.setAttribute("aria-activedescendant", found[at] ? "command-" + found[at].name : "");
        list.children[at]?.scrollIntoView({ block: "nearest" });
      };
      field.addEventListener("input", () => { at = 0; draw(); });
      field.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
        if (step) { event.preventDefault(); at = Math.max(0, Math.min(found.length - 1, at + step)); draw(); }
        if (event.key === "Enter" && found[at]) { event.preventDefault(); run(found[at]); }
      });
      box.append(field, list);
      draw();
    });
  }

  // the keys of the area that has the focus come first
  help() {
    const area = this.app.keys.area(), { keys } = this.app;
    this.open(say("help"), (box, close) => {
      const rows = this.commands().filter((command) => command.keys.length);
      const here = rows.filter((command) => keys.table[command.name].where === area), others = rows.filter((command) => !here.includes(command));
      const usable = (command) => area !== "text" || command.keys.some((key) => /^(Ctrl|Alt|Shift\+F|F\d)/.test(key));
      const table = (list) => el("dl", { class: "keylist" }, ...list.map((command) => el("div", {}, el("dt", {}, ...command.keys.map((key) => el("kbd", { text: keys.label(key) }))), el("dd", { text: command.text }))));
      box.append(el("p", { class: "soft", text: say("help.area", { area: say(AREAS[area]) }) }));
      if (here.length) box.append(el("h3", { text: say(AREAS[area]) }), table(here));
      box.append(el("h3", { text: say("area.all") }), table(others.filter(usable)), el("div", { class: "tools" }, button(say("settings"), () => { close(); this.settings(); }, { class: "tool" })));
    });
  }

  settings() {
    const { app } = this, { keys, options } = app;
    this.open(say("settings"), (box) => {
      const check = (label, on, act) => { const input = el("input", { type: "checkbox", ...(on ? { checked: "" } : {}), on: { change: () => act(input.checked) } }); return el("label", { class: "check" }, input, label); };
      const preset = el("select", { id: "preset", on: { change: () => { keys.use(preset.value); app.fillKeys(); draw(); } } }, ...keys.presets.map((name) => el("option", { value: name, text: say("preset." + name), ...(name === keys.preset ? { selected: "" } : {}) })));
      const scheme = el("select", { id: "scheme", on: { change: () => app.option("scheme", scheme.value) } }, ...["auto", "light", "dark"].map((name) => el("option", { value: name, text: say("scheme." + name), ...(name === options.scheme ? { selected: "" } : {}) })));
      const follow = el("select", { id: "follow", on: { change: () => app.option("follow", follow.value) } }, ...["page", "middle", "off"].map((name) => el("option", { value: name, text: say("follow." + name), ...(name === options.follow ? { selected: "" } : {}) })));
      const table = el("div", { class: "own-keys" });
      const draw = () => fill(table, ...this.commands().map((command) => this.#own(command, draw)));
      const read = el("input", { type: "file", accept: ".json,application/json", id: "keys-file", on: { change: async () => { try { keys.read(await read.files[0].text()); app.fillKeys(); draw(); app.say(say("keys.read")); } catch { app.say(say("keys.bad")); } } } });
      box.append(el("div", { class: "form" }, el("label", { for: "scheme", text: say("scheme") }), scheme, el("label", { for: "follow", text: say("follow") }), follow, el("label", { for: "preset", text: say("preset") }), preset),
        el("fieldset", {}, el("legend", { text: say("columns") }), el("div", { class: "checks" }, ...Object.keys(COLUMNS).filter((name) => !COLUMNS[name].always).map((name) => check(say(`column.${name}.long`), options.columns.includes(name), (on) => app.option("columns", on ? [...options.columns, name] : options.columns.filter((each) => each !== name)))))),
        el("fieldset", {}, el("legend", { text: say("working") }), el("div", { class: "checks" }, ...["along", "ticks", "safe", "captions", "seek", "trail", "cells"].map((name) => check(say("option." + name), options[name], (on) => app.option(name, on))), check(say("option.letters"), keys.letters, (on) => keys.setLetters(on)))),
        el("h3", { text: say("keys") }), table,
        el("div", { class: "tools" }, button(say("keys.out"), () => download("captionkit-keys.json", keys.file()), { class: "tool" }), el("label", { for: "keys-file", text: say("keys.in") }), read, button(say("do.stop"), () => app.run("stop"), { class: "tool" })));
      draw();
    });
  }

  #own(command, draw) {
    const { keys } = this.app, said = el("span", { class: "wrong", role: "status" });
    const field = el("input", { type: "text", "data-keys": true, "aria-label": say("keys.press", { command: command.text }), value: command.keys.map((key) => keys.label(key)).join("  "), readonly: true, on: { keydown: (event) => {
      if (["Tab", "Shift", "Control", "Alt", "Meta", "Escape"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Backspace" && !event.ctrlKey) { keys.set(command.name, []); } else {
        const key = names(event)[0], other = keys.clash(command.name, key);
        if (other) { said.textContent = say("keys.clash", { key: keys.label(key), command: say("do." + other) }); return; }
        keys.set(command.name, [key]);
      }
      field.value = keys.of(command.name).map((key) => keys.label(key)).join("  ");
      said.textContent = "";
      this.app.fillKeys();
    } } });
    return el("div", { class: "own-key" }, el("span", { text: command.text }), field, keys.own[command.name] ? button(say("keys.reset"), () => { keys.set(command.name, null); draw(); }, { class: "tool" }) : null, said);
  }

  goTo() {
    const { app } = this;
    this.open(say("goto"), (box, close) => {
      const field = el("input", { type: "text", id: "goto-field", autocomplete: "off", "data-first": true }), said = el("p", { class: "wrong", role: "alert" });
      const go = () => {
        const text = field.value.trim(), number = /^\d+$/.test(text) ? Number(text) : null;
        if (number !== null) {
          const row = app.store.rows[number - 1];
          if (!row) { said.textContent = say("goto.none", { n: app.store.rows.length }); return; }
          close();
          app.goTo(row.id);
          return;
        }
        const ms = app.clock.parse(text, app.player.ms);
        if (ms === null) { said.textContent = say("time.wrong"); return; }
        close();
        app.player.seek(ms);
        const row = app.store.rows[Math.max(0, app.store.before(ms))];
        if (row) app.goTo(row.id, { seek: false });
      };
      field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); go(); } });
      box.append(el("div", { class: "form" }, el("label", { for: "goto-field", text: say("goto.field") }), field), said, el("div", { class: "tools" }, button(say("goto.go"), go, { class: "tool primary" })));
    });
  }

  waive(finding = null) {
    const { app } = this, row = app.selected(), found = finding || (row && (app.store.findings.get(row.id) || [])[0]);
    if (!row || !found) { app.say(say("problems.none.here")); return; }
    this.open(say("waive.title"), (box, close) => {
      const field = el("input", { type: "text", id: "waive-reason", "data-first": true });
      const go = () => { if (!field.value.trim()) { field.setAttribute("aria-invalid", "true"); return; } close(); app.acts.send({ do: "waive", id: row.id, key: found.key, reason: field.value.trim() }); };
      field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); go(); } });
      box.append(el("p", { text: found.text }), el("div", { class: "form" }, el("label", { for: "waive-reason", text: say("waive.reason") }), field), el("div", { class: "tools" }, button(say("waive"), go, { class: "tool primary" })));
    });
  }
}

function download(name, text, type = "application/json") {
  const link = el("a", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
