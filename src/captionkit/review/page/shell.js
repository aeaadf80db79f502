// Around the work: title, views, filters with their counts, transport, what is saved, what is said.

import { button, byId, el, fill, icon } from "./dom.js";
import { FILTERS } from "./store.js";
import { many, say } from "./words.js";

const VIEWS = ["edit", "text", "proposals", "notes", "numbers", "changes"];
const ALWAYS = ["all", "problems", "open", "notes"];

export class Shell {
  constructor(app) {
    this.app = app;
    this.#acts();
    this.#transport();
    this.#wavetools();
    this.viewButtons = VIEWS.map((view) => button(say("view." + view), () => app.show(view), { "data-view": view, class: "view" }));
    fill(byId("views"), ...this.viewButtons);
    byId("track").addEventListener("change", (event) => app.useTrack(Number(event.target.value)));
    byId("skip").addEventListener("click", (event) => { event.preventDefault(); app.list.focus(); });
    byId("screen").addEventListener("click", (event) => { if (event.target.id === "film") app.run("play"); });
    // a button of the tools does its work and leaves the focus where the editor is
    addEventListener("mousedown", (event) => { if (event.target.closest?.("[data-command]")) event.preventDefault(); });
    this.views();
    this.options();
    this.fillKeys();
  }

  #command(name, glyph, attributes = {}) {
    const node = button(say("do." + name), () => this.app.run(name), { class: "tool icon-only", "data-command": name, ...attributes }, icon(glyph));
    return node;
  }

  #acts() {
    const save = button(say("do.save"), () => this.app.run("save"), { class: "tool primary", "data-command": "save", id: "save" }, say("save"));
    fill(byId("acts"), this.#command("undo", "undo"), this.#command("redo", "again"), save,
      button(say("do.export"), () => this.app.run("export"), { class: "tool wide-only", "data-command": "export" }, say("export")),
      this.#command("palette", "list"), this.#command("help", "keys"), this.#command("settings", "gear"),
      button(say("list"), () => { document.body.classList.toggle("listed"); this.app.list.measure(); this.app.list.reveal(this.app.list.current); }, { class: "tool phone-only", id: "list-button" }, icon("list")));
  }

  #transport() {
    const { app } = this;
    this.play = this.#command("play", "play", { class: "tool icon-only play" });
    this.clock = el("input", { type: "text", class: "timecode", id: "timecode", "aria-label": say("timecode"), autocomplete: "off", spellcheck: "false", on: {
      keydown: (event) => { if (event.key === "Enter") { const ms = app.clock.parse(this.clock.value, app.player.ms); if (ms !== null) app.player.seek(ms); this.clock.blur(); } if (event.key === "Escape") this.clock.blur(); },
      focus: () => this.clock.select(), blur: () => this.time(app.player.ms, true) } });
    this.rate = el("select", { id: "speed", "aria-label": say("playing-speed"), on: { change: () => app.player.speed(Number(this.rate.value)) } }, ...[0.5, 0.75, 1, 1.25, 1.5, 2].map((n) => el("option", { value: n, text: n + "×", ...(n === 1 ? { selected: "" } : {}) })));
    fill(byId("transport"), this.#command("cue-previous", "previous"), this.#command("frame-back", "back"), this.play, this.#command("frame-on", "on"), this.#command("cue-next", "next"), this.clock,
      this.#command("loop-cue", "loop"), this.rate);
  }

  #wavetools() {
    const tool = (name, text) => button(say("do." + name), () => this.app.run(name), { class: "tool step", "data-command": name }, text);
    fill(byId("wavetools"), tool("zoom-in", "+"), tool("zoom-out", "−"), tool("zoom-fit", say("fit")));
  }

  // --- shown once a document is there

  loaded() {
    const { store } = this.app;
    byId("film-name").textContent = store.film ? store.film.name : "";
    byId("track-name").textContent = store.tracks.length > 1 ? "" : store.title;
    const select = byId("track");
    select.hidden = store.tracks.length < 2;
    fill(select, ...store.tracks.map((track, n) => el("option", { value: n, text: track.name, ...(n === store.active ? { selected: "" } : {}) })));
    byId("about").textContent = [store.profile?.title || store.profile?.name, this.app.clock.rate ? say("fps", { n: this.app.clock.rate.text }) : "", store.film?.variable ? say("variable") : ""].filter(Boolean).join(" · ");
    this.counts();
    this.saved();
    if (store.locked) this.say(say("locked", { who: store.locked }), { bad: true });
    else if (store.diagnostics.length) this.say(many("read-with", store.diagnostics.length) + " " + (store.diagnostics[0].text || ""));
  }

  views() { for (const node of this.viewButtons) if (node.dataset.view === this.app.view) { node.setAttribute("aria-current", "page"); node.scrollIntoView({ block: "nearest", inline: "nearest" }); } else node.removeAttribute("aria-current"); }

  counts() { if (!this.counting) this.counting = setTimeout(() => { this.counting = 0; this.#counts(); }, this.app.store.rows.length > 5000 ? 500 : 60); }

  #counts() {
    const { store, list, proposals } = this.app, counts = store.counted();
    const names = Object.keys(FILTERS).filter((name) => ALWAYS.includes(name) || counts[name] || list.filter === name);
    if (!this.filterButtons || this.filterNames !== names.join()) {
      const had = document.activeElement?.dataset?.filter;
      this.filterNames = names.join();
      this.filterButtons = new Map(names.map((name) => [name, el("button", { type: "button", class: "filter", "data-filter": name, on: { click: () => this.app.filter(name) } }, el("span", { text: say("filter." + name) }), el("b"))]));
      fill(byId("filters"), button(say("do.find"), () => this.app.run("find"), { class: "tool icon-only", "data-command": "find" }, icon("search")), ...this.filterButtons.values());
      if (had) this.filterButtons.get(had)?.focus();
    }
    for (const [name, node] of this.filterButtons) {
      node.lastChild.textContent = " " + counts[name].toLocaleString();
      node.setAttribute("aria-pressed", list.filter === name);
    }
    const badge = (view, n) => { const node = this.viewButtons[VIEWS.indexOf(view)]; node.replaceChildren(say("view." + view), n ? el("span", { class: "pill", text: String(n) }) : ""); };
    badge("notes", [...store.notes.values()].filter((note) => !note.settled).length);
    badge("proposals", proposals?.all.size || 0);
  }

  progress(done) { byId("progress").textContent = done < 1 ? say("checking", { n: Math.round(done * 100) }) : ""; }

  saved() {
    const { store, api } = this.app, waiting = api.queue.length;
    byId("saved").textContent = store.locked ? say("read-only") : [store.saved ? say("saved", { time: store.saved }) : "", store.unsaved ? many("unsaved", store.unsaved) : store.saved ? "" : say("unchanged")].filter(Boolean).join(" · ");
    const link = byId("link");
    link.hidden = api.online && waiting < 20 && !store.outside;
    link.textContent = !api.online ? say("offline.short", { n: waiting }) : waiting < 20 ? say("outside.short") : say("sending", { n: waiting });
    for (const which of ["undo", "redo"]) {
      const node = document.querySelector(`[data-command="${which}"]`);
      node.setAttribute("aria-disabled", !store[which]);
      node.title = store[which] ? `${say("do." + which)}: ${store[which]}` : say("do." + which);
    }
    byId("save").classList.toggle("due", !!store.unsaved);
    document.title = `${store.unsaved ? "● " : ""}${store.title} – captionkit`;
  }

  playing() {
    const { playing, video } = this.app.player;
    fill(this.play, icon(playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", say(playing ? "pause" : "play"));
    const rate = String(video.playbackRate);
    if ([...this.rate.options].some((option) => option.value === rate)) this.rate.value = rate;
    if (!playing) this.app.wave.soon();
  }

  time(ms, force = false) {
    if (!force && document.activeElement === this.clock) return;
    const text = this.app.clock.text(ms);
    if (this.clock.value !== text) this.clock.value = text;
  }

  options() {
    const { options, captions, wave } = this.app;
    paint(options.scheme);
    byId("safe").hidden = !options.safe;
    captions.show(options.captions);
    wave.follow = matchMedia("(prefers-reduced-motion: reduce)").matches && options.follow === "middle" ? "page" : options.follow;
    wave.recolour();
  }

  // keys stand in the tooltips of the buttons they belong to
  fillKeys() {
    for (const node of document.querySelectorAll("[data-command]")) {
      const [key] = this.app.keys.of(node.dataset.command), words = say("do." + node.dataset.command);
      node.title = key ? `${words} (${this.app.keys.label(key)})` : words;
    }
  }

  ended() { this.saved(); this.say(say("stopped"), { bad: true }); document.body.classList.add("ended"); }

  // to the status line, and aloud: at most one a second, the last one counts
  say(text, { quiet = false, bad = false } = {}) {
    if (!text) return;
    const node = byId("status");
    node.textContent = text;
    node.classList.toggle("bad", bad);
    if (quiet) return;
    clearTimeout(this.speaking);
    const wait = Math.max(0, (this.spoke || 0) + 1000 - performance.now());
    this.speaking = setTimeout(() => { this.spoke = performance.now(); byId("live").textContent = text; }, wait);
  }

  // the letter under the pointer, in the cue's text
  caret(cell, x, y) {
    const spot = document.caretPositionFromPoint?.(x, y), range = spot ? null : document.caretRangeFromPoint?.(x, y);
    const node = spot ? spot.offsetNode : range?.startContainer, offset = spot ? spot.offset : range?.startOffset;
    if (!node || !cell?.contains(node) || node.nodeType !== Node.TEXT_NODE) return "end";
    let count = 0;
    for (const line of cell.querySelectorAll(".line")) {
      const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) { if (walk.currentNode === node) return count + offset; count += walk.currentNode.data.length; }
      count += 1;
    }
    return "end";
  }
}

// light or dark against the system's wish: the style sheets' own rules for dark are switched on or off
const wishes = new Map();

function paint(scheme) {
  document.documentElement.style.colorScheme = scheme === "auto" ? "" : scheme;
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      if (!wishes.has(rule)) wishes.set(rule, rule.media.mediaText);
      const wish = wishes.get(rule);
      if (wish.includes("prefers-color-scheme")) rule.media.mediaText = scheme === "auto" ? wish : scheme === "dark" ? "all" : "not all";
    }
  }
}
