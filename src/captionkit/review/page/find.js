// Find and replace: the page's own, since the browser's sees only the rows present. Every hit is shown before it is
// changed; each can be replaced by itself. Ctrl+F twice is the browser's.

import { button, el, fill, icon } from "./dom.js";
import { plainLine } from "./rich.js";
import { many, say } from "./words.js";

const SHOWN = 100;

export class Find {
  hits = [];
  at = -1;

  constructor(root, app) {
    this.root = root;
    this.app = app;
    const typed = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.search(), 150); };
    this.field = el("input", { type: "search", id: "find-text", autocomplete: "off", spellcheck: "false", on: { input: typed } });
    this.with = el("input", { type: "text", id: "find-with", autocomplete: "off", on: { input: () => this.#draw() } });
    const option = (name) => { const box = el("input", { type: "checkbox", on: { change: () => this.search() } }); this[name] = box; return el("label", { class: "check" }, box, say("find." + name)); };
    this.count = el("span", { class: "soft", role: "status" });
    this.list = el("ol", { class: "hits" });
    this.replacing = el("div", { class: "find-row" }, el("label", { for: "find-with", text: say("find.with") }), this.with, button("", () => this.one(), { class: "tool" }), button("", () => this.all(), { class: "tool primary" }));
    this.replacing.hidden = true;
    [this.oneButton, this.allButton] = this.replacing.querySelectorAll("button");
    fill(root, el("div", { class: "find-row" }, el("label", { for: "find-text", text: say("find.find") }), this.field, this.count,
      button(say("do.find-previous"), () => this.step(-1), { class: "tool" }, icon("back")), button(say("do.find-next"), () => this.step(1), { class: "tool" }, icon("on")),
      option("case"), option("whole"), option("regex"), button(say("close"), () => this.close(), { class: "tool" }, icon("close"))), this.replacing, this.list);
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  get focused() { return !this.root.hidden && document.activeElement === this.field; }

  open(replacing) {
    this.app.show("edit", { keep: true });
    const picked = this.app.editor.editing ? this.app.editor.area.value.slice(this.app.editor.area.selectionStart, this.app.editor.area.selectionEnd) : "";
    this.root.hidden = false;
    if (replacing) this.replacing.hidden = false;
    if (picked && !picked.includes("\n")) this.field.value = picked;
    this.field.focus();
    this.field.select();
    this.search();
  }

  close() { this.root.hidden = true; this.app.list.measure(); this.app.list.focus(); }

  #key(event) {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    if (event.key === "Enter" && event.target === this.field) { event.preventDefault(); this.step(event.shiftKey ? -1 : 1, true); }
    if (event.key === "Enter" && event.target === this.with) { event.preventDefault(); this.one(); }
  }

  async search() {
    const text = this.field.value;
    if (!text) { this.hits = []; this.at = -1; this.count.textContent = ""; this.#draw(); return; }
    try {
      const { hits } = await this.app.api.post("find", { text, regex: this.regex.checked, case: this.case.checked, whole: this.whole.checked, track: this.app.store.active });
      if (text !== this.field.value) return;
      this.hits = hits;
      this.count.textContent = many("hits", hits.length);
      this.field.removeAttribute("aria-invalid");
    } catch (error) { this.hits = []; this.count.textContent = error.message; this.field.setAttribute("aria-invalid", "true"); }
    this.at = -1;
    this.#draw();
  }

  step(by, stay = false) {
    if (this.root.hidden) { this.open(false); return; }
    if (!this.hits.length) { this.app.say(say("find.none")); return; }
    if (this.at < 0) {
      const from = this.app.selected()?.pos ?? 0;
      this.at = by > 0 ? this.hits.findIndex((hit) => (this.app.store.row(hit.id)?.pos ?? 0) >= from) : this.hits.length - 1;
      if (this.at < 0) this.at = 0;
    } else this.at = (this.at + by + this.hits.length) % this.hits.length;
    this.#draw();
    this.app.goTo(this.hits[this.at].id, { focus: !stay && !this.root.contains(document.activeElement) });
  }

  async replace(hits) {
    const answer = await this.app.acts.send({ do: "replace", hits: hits.map(({ id, line, start, end }) => ({ id, line, start, end })), with: this.with.value });
    if (answer) { this.app.say(many("replaced", hits.length)); await this.search(); }
    if (!this.root.contains(document.activeElement) || document.activeElement.disabled) this.field.focus();
  }

  async one() {
    if (this.at < 0) { this.step(1, true); return; }
    const at = this.at;
    await this.replace([this.hits[at]]);
    if (this.hits.length) { this.at = Math.min(at, this.hits.length - 1) - 1; this.step(1, true); }
  }

  all() { if (this.hits.length) this.replace(this.hits); }

  #draw() {
    const replacing = !this.replacing.hidden;
    this.oneButton.textContent = say("find.replace-one");
    this.allButton.textContent = many("replace-all", this.hits.length);
    this.allButton.disabled = this.oneButton.disabled = !this.hits.length || !!this.app.store.locked;
    const from = Math.max(0, this.at - SHOWN / 2);
    fill(this.list, ...this.hits.slice(from, from + SHOWN).map((hit, n) => this.#hit(hit, from + n, replacing)));
    this.list.querySelector(".now")?.scrollIntoView({ block: "nearest" });
    this.app.list.measure();
  }

  #hit(hit, n, replacing) {
    const row = this.app.store.row(hit.id);
    if (!row) return null;
    const line = plainLine(row.lines[hit.line] ?? ""), before = line.slice(0, hit.start), found = line.slice(hit.start, hit.end), after = line.slice(hit.end);
    return el("li", { class: n === this.at ? "now" : "" }, button(say("go.cue", { n: row.pos + 1 }), () => { this.at = n; this.#draw(); this.app.goTo(hit.id, { focus: false }); }, { class: "link number" }, String(row.pos + 1)),
      el("span", { class: "said", dir: "auto" }, before, el(replacing ? "del" : "mark", { text: found }), replacing && this.with.value ? el("ins", { text: this.with.value }) : null, after),
      replacing ? button(say("find.this", { n: row.pos + 1 }), () => { this.at = n; this.one(); }, { class: "tool" }, say("find.replace-one")) : null);
  }
}
