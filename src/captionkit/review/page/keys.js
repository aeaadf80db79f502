// Keys to commands. Keys bound by place (F-keys, keypad, brackets, J K L) match the code, letters match the letter.
// A letter alone is never a command in a text field; AltGr is typing; nothing happens while an input method composes.

import { inText } from "./dom.js";

const CODES = { BracketLeft: "[", BracketRight: "]", Backslash: "\\", IntlBackslash: "\\", Comma: ",", Period: ".", Space: "Space", Minus: "-", Equal: "=", ArrowLeft: "Left", ArrowRight: "Right", ArrowUp: "Up", ArrowDown: "Down", NumpadEnter: "KPEnter", NumpadAdd: "KP+", NumpadSubtract: "KP-", NumpadDecimal: "KP.", NumpadMultiply: "KP*", NumpadDivide: "KP/" };
const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

const named = (key) => CODES[key] || { " ": "Space" }[key] || (key.length === 1 ? key.toUpperCase() : key);

// the names a key press may be bound under, the surest first
export function names(event) {
  const mods = ((MAC ? event.metaKey || event.ctrlKey : event.ctrlKey) ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  const shift = event.shiftKey ? "Shift+" : "", found = [];
  const order = mods.includes("Ctrl") && shift && mods.includes("Alt") ? "Ctrl+Alt+Shift+" : mods + shift;
  const code = event.code || "";
  if (/^F\d+$/.test(code) || CODES[code]) found.push(order + (CODES[code] || code));
  if (/^Numpad\d$/.test(code)) found.push(order + "KP" + code.slice(6));
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : null;
  if (letter) found.push(order + letter);
  else if (/^Key[A-Z]$/.test(code) && (event.key.length !== 1 || event.key.charCodeAt(0) > 127)) found.push(order + code.slice(3));
  else if (event.key.length === 1 && event.key !== " ") found.push(mods + event.key, order + event.key);
  else if (event.key) found.push(order + named(event.key));
  if (/^Digit\d$/.test(code)) found.push(order + code.slice(5));
  return [...new Set(found)];
}

const order = (text) => {
  const parts = text.split("+"), key = text.endsWith("+") ? "+" : parts[parts.length - 1];
  const has = (mod) => parts.slice(0, -1).includes(mod);
  return (has("Ctrl") ? "Ctrl+" : "") + (has("Alt") ? "Alt+" : "") + (has("Shift") ? "Shift+" : "") + key;
};

// a key that types or moves the caret where text is edited
const types = (name) => !/^(Ctrl|Alt)\+/.test(name) && !/^(Shift\+)?F\d+$/.test(name);

export class Keys {
  constructor(app, table) {
    this.app = app;
    this.table = table; // command -> {where, keys: {preset: [..]}}
    this.own = JSON.parse(localStorage.getItem("captionkit.keys") || "{}");
    this.letters = localStorage.getItem("captionkit.letters") !== "off";
    this.use(localStorage.getItem("captionkit.preset") || "captionkit");
    addEventListener("keydown", (event) => this.pressed(event));
    navigator.keyboard?.getLayoutMap?.().then((map) => { this.labels = map; }).catch(() => {});
  }

  get presets() { return ["captionkit", "subtitle-edit", "aegisub", "premiere"]; }

  use(preset) {
    this.preset = this.presets.includes(preset) ? preset : "captionkit";
    localStorage.setItem("captionkit.preset", this.preset);
    this.bound = new Map();
    const taken = new Set();
    const bind = (command, keys, where) => { for (const key of keys.map(order)) { const name = where + " " + key; if (!this.bound.has(name)) this.bound.set(name, command); taken.add(key); } };
    const given = Object.entries(this.table).map(([command, row]) => [command, this.own[command] ?? row.keys[this.preset], row]);
    for (const [command, keys, row] of given) if (keys) bind(command, keys, row.where);
    // what a preset leaves free is filled from the captionkit column
    for (const [command, keys, row] of given) if (!keys) bind(command, (row.keys.captionkit || []).filter((key) => !taken.has(order(key))), row.where);
  }

  of(command) { return [...this.bound.entries()].filter(([, each]) => each === command).map(([name]) => name.slice(name.indexOf(" ") + 1)); }

  label(key) {
    if (!MAC) return key.replace(/\bLeft$/, "←").replace(/\bRight$/, "→").replace(/\bUp$/, "↑").replace(/\bDown$/, "↓");
    return key.replace("Ctrl+", "⌘").replace("Alt+", "⌥").replace("Shift+", "⇧");
  }

  // a clash is named at once: the command that has the key now
  clash(command, key) {
    const where = this.table[command].where;
    for (const [name, other] of this.bound) {
      const [at, bound] = [name.slice(0, name.indexOf(" ")), name.slice(name.indexOf(" ") + 1)];
      if (other !== command && bound === order(key) && (at === where || at === "any" || where === "any")) return other;
    }
    return null;
  }

  set(command, keys) {
    if (keys) this.own[command] = keys; else delete this.own[command];
    localStorage.setItem("captionkit.keys", JSON.stringify(this.own));
    this.use(this.preset);
  }

  setLetters(on) { this.letters = on; localStorage.setItem("captionkit.letters", on ? "on" : "off"); }

  file() { return JSON.stringify({ captionkit: "keys", version: 1, preset: this.preset, keys: this.own }, null, 1); }
  read(text) {
    const found = JSON.parse(text);
    if (found.captionkit !== "keys" || typeof found.keys !== "object") throw new TypeError("keys");
    this.own = Object.fromEntries(Object.entries(found.keys).filter(([name, keys]) => name in this.table && Array.isArray(keys) && keys.every((key) => typeof key === "string")));
    localStorage.setItem("captionkit.keys", JSON.stringify(this.own));
    this.use(found.preset);
  }

  area() {
    const node = document.activeElement;
    if (inText(node)) return "text";
    if (node?.id === "wave") return "wave";
    if (node?.closest?.("#list")) return "list";
    return "page";
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.getModifierState?.("AltGraph")) return;
    if (document.querySelector("dialog[open]") && !event.target.closest?.("[data-keys]")) return;
    const area = this.area(), control = document.activeElement?.closest?.("button, select, a, summary, input, [role=tab]");
    for (const name of names(event)) {
      if (area === "text" && types(name)) continue;
      if (!this.letters && area !== "text" && /^(Shift\+)?.$/.test(name)) continue;
      if (control && area !== "text" && /^(Space|Enter|Left|Right|Up|Down|Home|End|PageUp|PageDown)$/.test(name)) continue;
      const command = this.bound.get(`${area} ${name}`) || (area === "page" ? this.bound.get(`list ${name}`) : null) || this.bound.get(`any ${name}`);
      if (!command) continue;
      if (command === "find" && this.app.find.focused) return; // twice is the browser's own
      if (MAC && area === "text" && /^Alt\+(Left|Right)$/.test(name)) continue; // moves by words there
      event.preventDefault();
      this.app.run(command);
      return;
    }
  }
}
