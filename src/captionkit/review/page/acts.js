// What an editor does to cues, as one operation each. Times and typed text are shown before the answer comes; where the
// server refuses, what stood before comes back.

import { say } from "./words.js";

const NEAR = 1000; // ms: a shot change further off is none of this cue's

export class Acts {
  constructor(app) { this.app = app; }

  get store() { return this.app.store; }

  // sends one operation; what was typed before goes first
  async send(act) {
    const { app } = this;
    if (this.store.locked) { app.say(say("locked", { who: this.store.locked })); return null; }
    app.editor.flush();
    try {
      const answer = await app.api.op(act);
      if (answer.message) app.say(answer.message);
      return answer;
    } catch { return null; } // said by the page's own handler
  }

  async time(id, change) {
    const row = this.store.row(id);
    if (!row) return;
    await this.times([{ id, before: { start: row.start, end: row.end }, start: row.start, end: row.end, ...change }]);
  }

  async times(list) {
    const changed = list.filter((each) => each.start !== each.before.start || each.end !== each.before.end);
    if (!changed.length || this.store.locked) { if (this.store.locked) this.app.say(say("locked", { who: this.store.locked })); return; }
    for (const { id, start, end } of changed) this.store.local(id, { start, end });
    const each = changed.map(({ id, start, end, before }) => ({ id, ...(start !== before.start ? { start } : {}), ...(end !== before.end ? { end } : {}) }));
    const answer = await this.send(each.length === 1 ? { do: "time", ...each[0] } : { do: "times", times: each });
    if (!answer) { for (const { id, before } of changed) this.store.local(id, before); return; }
    if (!answer.message) this.app.saySoon(() => this.#heard(changed[0].id));
  }

  // "end 1:02:06:09, 0.8 seconds, too short"
  #heard(id) {
    const row = this.store.row(id), { clock } = this.app;
    if (!row) return "";
    const worst = (this.store.findings.get(id) || [])[0];
    return say("said.time", { start: clock.text(row.start), end: clock.text(row.end), seconds: clock.seconds(row.end - row.start) }) + (worst ? ` ${worst.text}` : "");
  }

  selected() { const row = this.app.selected(); if (!row) this.app.say(say("none")); return row; }

  startHere() {
    const row = this.selected(), now = this.app.player.ms;
    if (!row) return;
    const start = this.app.clock.snap(now), end = start >= row.end ? start + (row.end - row.start) : row.end;
    this.time(row.id, { start, end });
  }

  // the frame shown no longer has the cue
  endHere() {
    const row = this.selected();
    if (!row) return;
    const end = this.app.clock.snap(this.app.player.ms);
    if (end <= row.start) { this.app.say(say("end.before")); return; }
    this.time(row.id, { end });
  }

  // ends this cue here and starts the next after the gap; the far ends stay
  endNextStart() {
    const row = this.selected(), next = row && this.store.neighbour(row, 1), { clock, snapper } = this.app;
    if (!row) return;
    const end = clock.snap(this.app.player.ms);
    if (end <= row.start) { this.app.say(say("end.before")); return; }
    const list = [{ id: row.id, before: { start: row.start, end: row.end }, start: row.start, end }];
    const start = clock.snap(end + snapper.gap);
    if (next && start < next.end) list.push({ id: next.id, before: { start: next.start, end: next.end }, start, end: next.end });
    this.times(list);
  }

  clickTime(kind, ms) {
    const row = this.selected();
    if (!row) return;
    if (kind === "end") { if (ms > row.start) this.time(row.id, { end: ms }); } else if (kind === "start") { if (ms < row.end) this.time(row.id, { start: ms }); } else this.shift(row, ms - row.start);
  }

  nudge(side, count) {
    const row = this.selected();
    if (!row) return;
    const ms = Math.max(0, this.app.clock.step(row[side], count));
    if (side === "start" ? ms >= row.end : ms <= row.start) return;
    this.time(row.id, { [side]: ms });
  }

  startRest() { const row = this.selected(); if (row) this.shift(row, this.app.clock.snap(this.app.player.ms) - row.start); }
  shift(row, by) { if (by) return this.send({ do: "shift", from: row.id, by }); }

  snapShot() {
    const row = this.selected(), { snapper } = this.app;
    if (!row) return;
    if (!snapper.shots.length) { this.app.say(say("shots.none")); return; }
    const start = snapper.shotPlace(snapper.nearest(snapper.shots, row.start), "start"), end = snapper.shotPlace(snapper.nearest(snapper.shots, row.end + snapper.gap), "end");
    const change = { ...(Math.abs(start - row.start) <= NEAR ? { start } : {}), ...(Math.abs(end - row.end) <= NEAR ? { end } : {}) };
    if (!Object.keys(change).length) { this.app.say(say("shots.far")); return; }
    this.time(row.id, change);
  }

  lead(side, ms) {
    const row = this.selected();
    if (!row) return;
    const [low, high] = this.app.snapper.bounds(row, side);
    this.time(row.id, { [side]: Math.max(low, Math.min(high, this.app.clock.snap(row[side] + ms))) });
  }

  extend(step) {
    const row = this.selected(), other = row && this.store.neighbour(row, step), { clock, snapper } = this.app;
    if (!other) return;
    if (step > 0) this.time(row.id, { end: Math.max(row.start + 1, clock.snap(other.start - snapper.gap)) });
    else this.time(row.id, { start: Math.min(row.end - 1, clock.snap(other.end + snapper.gap)) });
  }

  split() {
    const { editor } = this.app, row = this.selected();
    if (!row) return;
    const text = this.store.text(row);
    const caret = editor.id === row.id ? editor.caret : this.#half(text);
    return this.send({ do: "split", id: row.id, ...caret });
  }

  // no caret: at the line break nearest to the middle, else at a word
  #half(text) {
    const middle = text.length / 2, places = [...text.matchAll(/\s+/g)];
    if (!places.length) return { line: 0, offset: Math.floor(middle) };
    const best = places.reduce((a, b) => (Math.abs(b.index - middle) - (b[0].includes("\n") ? 8 : 0) < Math.abs(a.index - middle) - (a[0].includes("\n") ? 8 : 0) ? b : a));
    const before = text.slice(0, best.index).split("\n");
    return { line: before.length - 1, offset: before[before.length - 1].length };
  }

  merge() {
    const ids = this.app.chosen();
    const row = this.selected();
    if (!row) return;
    const next = this.store.neighbour(row, 1);
    const list = ids.length > 1 ? ids : next ? [row.id, next.id] : null;
    if (list) return this.send({ do: "merge", ids: list });
  }

  word(to) {
    const row = this.selected();
    if (!row) return;
    // "the first word of the next comes here" is the next cue's word moving to the one before it
    if (to === "next") return this.send({ do: "move_word", id: row.id, to: "next" });
    const next = this.store.neighbour(row, 1);
    if (next) return this.send({ do: "move_word", id: next.id, to: "previous" });
  }

  wrap() { const ids = this.app.chosen(); if (ids.length) return this.send({ do: "wrap", ids }); }

  italic() {
    const { editor } = this.app;
    if (editor.editing) { editor.italic("i")?.catch(() => {}); return; }
    const ids = this.app.chosen(), row = this.selected();
    if (!row) return;
    const on = !row.lines.every((line) => typeof line !== "string" && line.every((piece) => piece.i || !piece.t.trim()));
    return this.send({ do: "style", ids, style: "i", on });
  }

  place(place) { const ids = this.app.chosen(); if (ids.length) return this.send({ do: "place", ids, place }); }
  raise() { const row = this.selected(); if (row) return this.place((row.extra.place || "").startsWith("top") ? "" : "top"); }
  speaker(name) { const ids = this.app.chosen(); if (ids.length) return this.send({ do: "speaker", ids, name }); }
  state(value, ids = this.app.chosen()) { if (ids.length) return this.send({ do: "state", ids, value }); }

  async insert(where) {
    const { app } = this, { clock, snapper, player } = app, row = app.selected(), drawn = app.wave?.drawn;
    const frames = clock.rate ? clock.ms(Math.round((2 * clock.rate.num) / clock.rate.den)) : 2000;
    let start, end, after;
    if (where === "here") {
      start = drawn ? Math.min(drawn.from, drawn.to) : clock.snap(player.ms);
      end = drawn ? Math.max(drawn.from, drawn.to) : start + frames;
      const at = this.store.before(start);
      after = at >= 0 ? this.store.rows[at].id : null;
    } else {
      if (!row) return this.insert("here");
      const other = this.store.neighbour(row, where === "after" ? 1 : -1);
      after = where === "after" ? row.id : other ? other.id : null;
      start = where === "after" ? clock.snap(row.end + snapper.gap) : Math.max(other ? clock.snap(other.end + snapper.gap) : 0, clock.snap(row.start - snapper.gap - frames));
      end = where === "after" ? start + frames : clock.snap(row.start - snapper.gap);
    }
    const follows = after === null ? this.store.rows[0] : this.store.neighbour(this.store.row(after), 1);
    if (!drawn && follows && follows.start > start) end = Math.min(end, clock.snap(follows.start - snapper.gap));
    if (end <= start) end = clock.step(start, 12);
    if (app.wave) app.wave.drawn = null;
    const answer = await this.send({ do: "insert", track: this.store.active, after, start, end, lines: [] });
    const made = answer && Object.keys(answer.placed || {})[0];
    if (made) { app.list.select(made); app.editor.enter(made); }
  }

  delete() { const ids = this.app.chosen(); if (ids.length) return this.send({ do: "delete", ids }); }

  async approve() {
    const row = this.selected();
    if (!row) return;
    const editing = this.app.editor.editing;
    await this.state("approved", [row.id]);
    this.app.run(editing ? "next-typing" : "cue-next");
  }
}
