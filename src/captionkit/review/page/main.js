// The page: parts made, connected and kept in step. Nothing here counts, judges or fixes; the server does.

import { Acts } from "./acts.js";
import { Api } from "./api.js";
import { Captions } from "./captions.js";
import { Changes } from "./changes.js";
import { COMMANDS } from "./commands.js";
import { Dialogs } from "./dialogs.js";
import { byId, inText } from "./dom.js";
import { Drag } from "./drag.js";
import { Editor } from "./editor.js";
import { Files } from "./files.js";
import { Film } from "./film.js";
import { Find } from "./find.js";
import { Inspector } from "./inspector.js";
import { Keys } from "./keys.js";
import { CueList } from "./list.js";
import { Judged } from "./judged.js";
import { Notes } from "./notes.js";
import { Numbers } from "./numbers.js";
import { Player } from "./player.js";
import { Proposals } from "./proposals.js";
import { Shell } from "./shell.js";
import { Snapper } from "./snap.js";
import { Store } from "./store.js";
import { Clock } from "./time.js";
import { Wave } from "./wave.js";
import { fillWords, loadWords, many, say } from "./words.js";

const EVENTS = ["op", "proposal", "proposals", "findings", "peaks", "speech", "shots", "proxy", "outside", "saved", "stopped", "hello", "profile"];
const OPTIONS = { scheme: "auto", follow: "page", along: false, ticks: false, safe: false, captions: true, seek: true, trail: true, cells: false, columns: ["start", "end", "duration", "gap", "speed", "speaker", "state"] };

class App {
  store = new Store();
  api = new Api();
  clock = new Clock();
  view = "edit";
  options = { ...OPTIONS, ...JSON.parse(localStorage.getItem("captionkit.options") || "{}") };

  async start() {
    const here = (name) => new URL(name, import.meta.url);
    const [state, table] = await Promise.all([this.api.get("state"), fetch(here("keymap.json")).then((answer) => answer.json()), loadWords(here("texts.json"))]);
    this.#make(table);
    this.#wire();
    this.load(state);
    this.api.listen(EVENTS);
    await this.api.connect(this.store, (answer) => this.take(answer));
    document.body.dataset.ready = "yes";
  }

  #make(table) {
    fillWords(document);
    this.snapper = new Snapper(this);
    this.acts = new Acts(this);
    this.keys = new Keys(this, table);
    this.dialogs = new Dialogs(this);
    this.files = new Files(this);
    this.player = new Player(byId("film"), this);
    this.captions = new Captions(byId("film"), this);
    this.list = new CueList(byId("list"), this);
    this.editor = new Editor(this);
    this.inspector = new Inspector(byId("inspector"), this);
    this.wave = new Wave(byId("wave"), this);
    this.drag = new Drag(this.wave, this);
    this.find = new Find(byId("find"), this);
    this.proposals = new Proposals(byId("proposals"), this);
    this.sheets = { proposals: this.proposals, notes: new Notes(byId("notes"), this), numbers: new Numbers(byId("numbers"), this), changes: new Changes(byId("changes"), this) };
    this.film = new Film(this);
    this.judged = new Judged(this);
    this.shell = new Shell(this);
  }

  load(state) {
    this.store.load(state);
    this.clock = new Clock(state.rate, state.start_timecode ?? state.film?.start_timecode, state.drop || state.film?.drop);
    this.#columns();
    this.list.refresh();
    if (!this.list.current && this.store.rows.length) this.list.select(this.store.rows[0].id, { reveal: false, by: "load" });
    this.film.open(state.film);
    this.shell.loaded();
    this.inspector.speakersKnown();
    this.inspector.show();
    this.judged.start();
    this.wave.soon();
  }

  take(answer, own = true) {
    this.store.apply(answer, { own, keep: (id) => this.api.pending(id) || this.editor.waiting === id });
    if (answer.rejudge) this.judged.start();
  }

  #wire() {
    const { store, list, player, api, editor } = this;
    store.on("changed", (detail) => this.#changed(detail));
    store.on("judged", ({ ids }) => { list.update(ids); this.shell.counts(); this.wave.soon(); if (ids.includes(list.current)) this.inspector.show(); });
    store.on("saved", () => this.shell.saved());
    list.addEventListener("select", ({ detail }) => this.#selected(detail));
    list.addEventListener("chosen", () => this.inspector.show());
    list.addEventListener("edit", ({ detail }) => this.#edit(detail));
    list.addEventListener("play", () => this.run("play-cue"));
    list.addEventListener("hidden", () => this.filter("all"));
    player.addEventListener("time", () => this.#time());
    player.addEventListener("frame", () => { if (!player.playing) this.#time(); });
    player.addEventListener("state", () => this.shell.playing());
    player.addEventListener("unplayable", ({ detail }) => this.film.unplayable(detail.why));
    player.addEventListener("stuck", () => this.say(say("player.stuck")));
    editor.addEventListener("typed", () => this.film.typedAlong());
    editor.addEventListener("entered", () => this.inspector.show());
    editor.addEventListener("left", () => this.list.refresh());
    api.addEventListener("event", ({ detail }) => this.#event(detail));
    api.addEventListener("refused", ({ detail }) => this.#refused(detail));
    api.addEventListener("online", () => this.shell.saved());
    api.addEventListener("queue", () => this.shell.saved());
    addEventListener("resize", () => { clearTimeout(this.resizing); this.resizing = setTimeout(() => { if (this.columns().join() !== this.columnNames) this.#columns(); }, 200); });
    addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") { editor.flush(); api.last(); } });
    addEventListener("beforeunload", (event) => { if (!api.idle() || editor.dirty) { editor.flush(); event.preventDefault(); } });
  }

  #changed({ ids, gone, structure, track, local }) {
    const here = track === this.store.active;
    if (structure) this.list.refresh({ keep: this.editor.id }); else this.list.update(ids);
    if (!structure && !local && this.list.filter !== "all") this.#later();
    if (!here && this.list.columns?.includes("other")) this.list.draw(true);
    if (here) this.captions.update([...ids, ...gone]);
    if (!local) this.editor.refresh(ids);
    this.proposals.changed([...ids, ...gone]);
    this.inspector.show();
    this.wave.soon();
    this.shell.counts();
    this.shell.saved();
    if (!local && this.sheets.notes.root && !this.sheets.notes.root.hidden) this.sheets.notes.draw();
  }

  // the filter is applied again after a pause, and not to the cue being edited
  #later() {
    clearTimeout(this.refiltering);
    this.refiltering = setTimeout(() => this.list.refresh({ keep: this.editor.id ?? this.list.current }), 900);
  }

  #selected({ id, by }) {
    const row = this.store.row(id);
    this.inspector.show();
    if (!row) return;
    if (this.options.seek && by !== "wave" && by !== "film" && by !== "load" && !this.player.playing) this.player.seek(row.start);
    if (by !== "wave") this.wave.reveal(row.start, row.end);
    this.wave.soon();
  }

  #edit({ id, cell, x, y }) {
    const node = this.list.live.get(id)?.cells[cell], target = cell === "other" ? node.dataset.cue : id;
    if (!target) { this.list.select(id, { focus: true, by: "click" }); return; }
    const caret = this.shell.caret(node, x, y);
    this.list.select(id, { by: "click" });
    this.editor.enter(target, { caret, cell });
  }

  #time() {
    const { player, store } = this, ms = player.ms;
    this.shell.time(ms);
    if (!store.track) return;
    const row = store.at(ms);
    if ((row?.id ?? null) !== this.list.playing) {
      this.list.setPlaying(row?.id ?? null);
      if (player.playing) this.film.tick(!!row); else if (row && this.options.ticks && !this.editor.editing) this.say(store.text(row));
      if (row && player.playing && this.options.trail && !this.editor.editing && !player.range) this.list.reveal(row.id);
    }
    if (player.playing) this.wave.followTo(ms);
    this.wave.soon();
  }

  #event({ name, body }) {
    if (name === "op") { if (body.tab !== this.api.tab) this.take(body, false); } else if (name === "proposal" || name === "proposals") this.proposals.event(name, body);
    else if (name === "findings") this.judged.event(body);
    else if (name === "peaks" || name === "speech" || name === "shots" || name === "proxy") this.film.event(name, body);
    else if (name === "outside") this.files.noticed(body);
    else if (name === "hello") this.#hello(body);
    else if (name === "profile") { this.store.profile = body.profile ?? body; this.shell.loaded(); this.judged.start(); } else if (name === "saved") this.files.saved(body);
    else if (name === "stopped") this.stopped();
  }

  async #refused({ error, item }) {
    const { body } = error;
    if (body.error === "changed" && item.do?.do === "text") { await this.#again(); this.files.changed(item, body.row); return; }
    const row = item.do?.id && this.store.row(item.do.id);
    if (row && body.row) this.take({ rows: [body.row], track: row.track, rev: this.store.rev });
    if (body.error === "locked") this.store.locked = body.holder || say("another");
    this.say([body.message || say("refused"), body.hint].filter(Boolean).join(" "), { bad: true });
  }

  // the first event of a connection: was anything missed?
  #hello({ rev, journal }) { if (journal !== this.store.journal || rev !== this.store.rev) this.#again(); }

  // what waits goes first; then all is taken in again, and the field that was open opens where it was
  async #again() {
    const { api, editor, list, store } = this;
    editor.flush();
    for (let n = 0; n < 100 && !api.idle() && api.online; n++) await new Promise((go) => setTimeout(go, 30));
    try {
      const state = await api.get("state");
      if (state.journal === store.journal && state.rev === store.rev) return;
      const at = list.current, typing = editor.id, caret = editor.area.selectionStart;
      this.load(state);
      if (at && store.row(at)) list.select(at, { by: "load" });
      if (typing && store.row(typing)) editor.enter(typing, { caret });
    } catch { /* the next connection asks again */ }
  }

  stopped() { this.api.close(); this.store.locked = say("stopped.by"); this.shell.ended(); }

  // --- what the parts ask for

  run(name) {
    const command = COMMANDS[name];
    if (!command) return;
    try { Promise.resolve(command(this)).catch((error) => console.error(error)); } catch (error) { console.error(error); this.say(String(error.message)); }
  }

  selected() { const id = this.editor.id ?? this.list.current; return id ? this.store.row(id) : null; }

  chosen() {
    if (this.editor.id) return [this.editor.id];
    const { list } = this;
    if (list.chosen.size <= 1) return list.current ? [list.current] : [];
    return [...list.chosen].filter((id) => list.place(id) >= 0).sort((a, b) => list.place(a) - list.place(b));
  }

  otherTrack() { return this.store.tracks.length > 1 ? (this.store.active === 0 ? 1 : 0) : null; }

  #columns() {
    const names = this.columns();
    this.columnNames = names.join();
    this.list.setColumns(names);
  }

  // what there is no space for, or nothing to show in, is left out
  columns() {
    if (this.view === "text") return ["number", "start", "text", ...(this.otherTrack() !== null ? ["other"] : []), "state"];
    const names = ["number", "text", ...this.options.columns].filter((name) => name !== "other"), wide = this.list.scroller.clientWidth || 900;
    if (this.otherTrack() !== null && this.options.columns.includes("other")) names.push("other");
    const speakers = this.store.rows.length > 20000 || this.store.rows.some((row) => row.extra.speaker);
    return names.filter((name) => !(name === "speaker" && !speakers) && !(name === "end" && wide < 900) && !(name === "gap" && wide < 640));
  }

  // a place outside the row: the field closes; film, waveform and tools keep it open
  closes(node) { return !!node.closest?.("#list") && node.closest(".row") !== this.editor.row; }

  goTo(id, { focus = true, seek = true } = {}) {
    if (this.editor.editing && this.editor.id !== id) this.editor.leave({ quietly: true });
    const row = this.store.row(id);
    if (!row) return;
    if (row.track !== this.store.active) this.useTrack(row.track);
    this.list.select(id, { focus: focus && this.view !== "phone", by: seek ? "go" : "film" });
  }

  // from a pane to a cue: beside it where there is space, else in the list
  visit(id, ms = null) {
    if (matchMedia("(max-width: 699px)").matches) this.show("edit");
    this.goTo(id, { focus: this.view === "edit", seek: ms === null });
    if (ms !== null) this.player.seek(ms);
  }

  async back(which) {
    this.editor.flush();
    let answer;
    try { answer = await this.api[which](); } catch { return; }
    const id = answer.at, row = id && this.store.row(id);
    if (row) {
      if (row.track !== this.store.active) this.#beside(row);
      else if (this.editor.editing && this.editor.id !== id) { this.list.select(id, { by: "film" }); this.editor.enter(id); } else if (!this.editor.editing) this.list.select(id, { by: "film" });
    }
    this.say(say(which + ".done", { label: answer[which === "undo" ? "redo" : "undo"] || "" }));
  }

  // what happened in the track that stands beside is seen there; else that track comes to the front
  #beside(row) {
    const here = this.list.columns.includes("other") && this.store.pair(row, this.store.active);
    if (this.editor.id === row.id) return;
    if (here) { this.list.select(here.id, { by: "film" }); return; }
    this.useTrack(row.track);
    this.list.select(row.id, { by: "film" });
  }

  filter(name) {
    this.editor.leave({ quietly: true });
    this.list.filter = name;
    this.list.refresh();
    if (this.list.current) this.list.reveal(this.list.current);
    this.shell.counts();
    this.say(many("cues", this.list.rows.length));
  }

  useTrack(index) {
    if (!this.store.tracks[index] || index === this.store.active) return;
    this.editor.leave({ quietly: true });
    const ms = this.selected()?.start ?? this.player.ms;
    this.store.active = index;
    this.list.current = null;
    this.#columns();
    this.list.refresh();
    const row = this.store.at(ms) || this.store.rows[Math.max(0, this.store.before(ms))];
    if (row) this.list.select(row.id, { by: "film" });
    this.captions.fill(this.store.rows, this.player.origin || 0);
    this.shell.loaded();
    this.judged.start();
  }

  show(view, { keep = false } = {}) {
    if (view === "edit" && keep && this.view === "text") return;
    if (view === this.view) return;
    this.editor.leave({ quietly: true });
    this.view = view;
    document.body.dataset.view = view;
    for (const [name, sheet] of Object.entries(this.sheets)) sheet.root.hidden = name !== view;
    this.shell.views();
    this.#columns();
    this.list.refresh();
    this.sheets[view]?.enter();
    this.say(say("view." + view));
  }

  showInspector() { if (this.view !== "edit") this.show("edit"); document.body.classList.remove("listed"); }
  counts() { this.shell.counts(); }
  fillKeys() { this.shell.fillKeys(); }
  playOrPause() { this.film.playOrPause(); }

  speed(step) {
    const to = step ? Math.max(0.5, Math.min(2, this.player.video.playbackRate + step * 0.25)) : 1;
    this.player.speed(to);
    this.say(say("speed", { n: to }));
  }

  option(name, value) {
    this.options[name] = value;
    localStorage.setItem("captionkit.options", JSON.stringify(this.options));
    this.shell.options();
    if (name === "columns") { this.#columns(); this.list.refresh(); }
  }
  toggle(name) { this.option(name, !this.options[name]); this.say(say("option." + name) + ": " + say(this.options[name] ? "on" : "off")); }
  nextFollow() { const all = ["page", "middle", "off"]; this.option("follow", all[(all.indexOf(this.options.follow) + 1) % 3]); this.say(say("follow." + this.options.follow)); }

  nextArea() {
    const areas = [this.list.live.get(this.list.current), byId("wave"), byId("transport").querySelector("button"), byId("views").querySelector("button")].filter((node) => node && node.offsetParent !== null);
    const at = areas.findIndex((node) => node === document.activeElement || node.contains?.(document.activeElement) || (node.parentNode?.contains(document.activeElement) && !inText(document.activeElement) && node.tagName === "BUTTON"));
    areas[(at + 1) % areas.length]?.focus();
  }

  say(text, options) { this.shell.say(text, options); }
  saySoon(make) { clearTimeout(this.telling); this.telling = setTimeout(() => this.say(make()), 700); }
}

const app = new App();
// for tests and for those who look: the parts of the page
globalThis.captionkit = app;
app.start().catch((error) => { document.body.dataset.ready = "failed"; document.getElementById("status").textContent = String(error.message || error); });
