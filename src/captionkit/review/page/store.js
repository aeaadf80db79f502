// What the page knows of the document: tracks of rows, findings, states, notes. The server owns it; this is the copy
// that is drawn. A row is {id, start, end, lines, extra, pos, track}.

import { plain } from "./rich.js";

const made = ([id, start, end, lines, extra], track) => ({ id, start, end, lines, extra: extra || {}, pos: 0, track });

export class Store extends EventTarget {
  rev = 0;
  tracks = [];
  ids = new Map();
  findings = new Map();
  passed = new Map();
  counters = new Map();
  speeds = new Map();
  proposals = new Map();
  states = new Map();
  notes = new Map();
  whole = [];
  foreign = new Map(); // id -> rev of the last change from elsewhere
  active = 0;
  judged = 0;

  load(state) {
    Object.assign(this, { rev: state.rev, journal: state.journal, title: state.title, locked: state.locked, profile: state.profile,
      profiles: state.profiles || [], film: state.film, undo: state.undo, redo: state.redo, losses: state.losses || [],
      diagnostics: state.diagnostics || [], unsaved: state.unsaved, saved: state.saved, rate: state.rate });
    this.ids.clear();
    this.foreign.clear();
    for (const map of [this.findings, this.passed, this.counters, this.speeds, this.proposals]) map.clear();
    this.tracks = state.tracks.map((track, index) => ({ ...track, index, longest: 0, rows: state.rows[index].map((row) => made(row, index)) }));
    for (const track of this.tracks) {
      track.rows.forEach((row, pos) => { row.pos = pos; this.ids.set(row.id, row); track.longest = Math.max(track.longest, row.end - row.start); });
    }
    this.states = new Map(Object.entries(state.states || {}));
    this.opens = null;
    this.notes = new Map((state.notes || []).map((note) => [note.id, note]));
    this.active = Math.min(this.active, this.tracks.length - 1);
    this.emit("loaded");
  }

  emit(type, detail = {}) { this.dispatchEvent(new CustomEvent(type, { detail })); }
  on(types, act) { for (const type of types.split(" ")) this.addEventListener(type, (event) => act(event.detail)); }

  get track() { return this.tracks[this.active]; }
  get rows() { return this.track ? this.track.rows : []; }
  row(id) { return this.ids.get(id); }
  text(row) { return plain(row.lines); }
  neighbour(row, step) { return this.tracks[row.track].rows[row.pos + step]; }
  stateOf(id) { return this.states.get(id) || "open"; }
  notesOf(id) { return [...this.notes.values()].filter((note) => note.cue === id); }

  // the index of the last row of a track that starts at or before `ms`, -1 before the first
  before(ms, track = this.active) {
    const rows = this.tracks[track].rows;
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].start <= ms) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  at(ms, track = this.active) {
    const { rows, longest } = this.tracks[track];
    for (let n = this.before(ms, track); n >= 0 && rows[n].start >= ms - longest; n--) if (rows[n].end > ms) return rows[n];
    return null;
  }

  // rows in view of [from, to): the longest length says how far back to look
  between(from, to, track = this.active) {
    const { rows, longest } = this.tracks[track], found = [];
    for (let n = Math.max(0, this.before(from - longest, track)); n < rows.length && rows[n].start < to; n++) if (rows[n].end > from) found.push(rows[n]);
    return found;
  }

  // the cue of another track that is shown longest beside this one
  pair(row, track) {
    let best = null, most = 0;
    for (const other of this.between(row.start, Math.max(row.end, row.start + 1), track)) {
      const shared = Math.min(other.end, row.end) - Math.max(other.start, row.start);
      if (shared > most) [best, most] = [other, shared];
    }
    return best;
  }

  // Takes an answer of the server in. `keep(id)` says whether what was typed since is newer than the answer.
  apply(answer, { keep = () => false, own = true } = {}) {
    const track = answer.track ?? this.active;
    const gone = this.#remove(answer.gone || []);
    const moved = this.#place(answer.rows || [], answer.placed || {}, track, keep);
    for (const row of answer.rows || []) if (!own) this.foreign.set(row[0], answer.rev);
    this.rev = Math.max(this.rev, answer.rev ?? this.rev);
    for (const [id, found] of Object.entries(answer.findings || {})) this.setFindings(id, found);
    for (const [id, counters] of Object.entries(answer.counters || {})) this.setCounters(id, counters);
    for (const [id, state] of Object.entries(answer.states || {})) this.states.set(id, state);
    if (answer.notes?.length || answer.gone_notes?.length) this.opens = null;
    for (const note of answer.notes || []) this.notes.set(note.id, note);
    for (const id of answer.gone_notes || []) this.notes.delete(id);
    if (answer.whole) this.whole = answer.whole;
    for (const name of ["undo", "redo", "unsaved"]) if (name in answer) this[name] = answer[name];
    const ids = (answer.rows || []).map((row) => row[0]);
    for (const id of ids) this.proposals.delete(id);
    this.emit("changed", { ids, gone: answer.gone || [], structure: gone || moved, track, at: answer.at });
  }

  #remove(ids) {
    if (!ids.length) return false;
    const doomed = new Set(ids);
    for (const track of this.tracks) {
      const left = track.rows.filter((row) => !doomed.has(row.id));
      if (left.length !== track.rows.length) { track.rows = left; this.#number(track, 0); }
    }
    for (const id of ids) for (const map of [this.ids, this.findings, this.passed, this.counters, this.speeds, this.proposals]) map.delete(id);
    return true;
  }

  #place(rows, placed, index, keep) {
    const track = this.tracks[index];
    let waiting = [];
    for (const raw of rows) {
      const row = made(raw, index), old = this.ids.get(row.id);
      track.longest = Math.max(track.longest, row.end - row.start);
      if (old) {
        const lines = keep(row.id) ? old.lines : row.lines;
        Object.assign(old, { start: row.start, end: row.end, lines, extra: row.extra, typed: keep(row.id) && old.typed });
      }
      if (!old || row.id in placed) waiting.push(old || row);
    }
    if (!waiting.length) return false;
    const moving = new Set(waiting.map((row) => row.id).filter((id) => this.ids.has(id)));
    if (moving.size) { track.rows = track.rows.filter((row) => !moving.has(row.id)); for (const id of moving) this.ids.delete(id); this.#number(track, 0); }
    while (waiting.length) {
      const later = [];
      for (const row of waiting) {
        const previous = placed[row.id] ?? null;
        if (previous !== null && !this.ids.has(previous)) { later.push(row); continue; }
        const at = previous === null ? 0 : this.ids.get(previous).pos + 1;
        track.rows.splice(at, 0, row);
        this.ids.set(row.id, row);
        this.#number(track, at);
      }
      if (later.length === waiting.length) { for (const row of later) placed[row.id] = track.rows.length ? track.rows[track.rows.length - 1].id : null; }
      waiting = later;
    }
    return true;
  }

  #number(track, from) { for (let n = from; n < track.rows.length; n++) track.rows[n].pos = n; }

  // what was let pass is shown beside the cue, and counts nowhere
  setFindings(id, all) {
    const found = all.filter((each) => !each.waived), passed = all.filter((each) => each.waived);
    if (found.length) this.findings.set(id, found); else this.findings.delete(id);
    if (passed.length) this.passed.set(id, passed); else this.passed.delete(id);
  }

  setCounters(id, counters) { this.counters.set(id, counters); this.speeds.set(id, counters.speed); }

  // what was typed or dragged here and is on its way
  local(id, change) {
    const row = this.ids.get(id);
    if (!row) return;
    Object.assign(row, change);
    this.tracks[row.track].longest = Math.max(this.tracks[row.track].longest, row.end - row.start);
    this.emit("changed", { ids: [id], gone: [], structure: false, track: row.track, local: true });
  }

  worst(id) {
    const found = this.findings.get(id);
    if (!found) return null;
    return found.some((f) => f.severity === "error") ? "error" : found.some((f) => f.severity === "warning") ? "warning" : "info";
  }

  // a stop of "next problem": a finding, a cue to be redone, an open note, doubtful words
  problem(row) {
    const worst = this.worst(row.id);
    return worst === "error" || worst === "warning" || this.stateOf(row.id) === "redo" || this.doubtful(row) || this.openNote(row.id);
  }

  doubtful(row) { return row.extra.confidence !== undefined && row.extra.confidence < 0.6 && this.stateOf(row.id) === "open"; }
  openNote(id) { return this.#open().has(id); }

  #open() { return (this.opens ??= new Set([...this.notes.values()].filter((note) => !note.settled).map((note) => note.cue))); }

  // how many rows each filter would show, in one pass
  counted() {
    const counts = Object.fromEntries(Object.keys(FILTERS).map((name) => [name, 0])), { rows } = this, open = this.#open();
    counts.all = rows.length;
    for (const row of rows) {
      const found = this.findings.get(row.id), state = this.states.get(row.id), { extra } = row;
      if (found) { counts.problems++; if (found.some((each) => each.fixable)) counts.proposals++; }
      if (state !== "approved") counts.open++;
      if (state === "redo") counts.redo++;
      if (extra.untranslated) counts.untranslated++;
      if (extra.source === "estimated") counts.estimated++;
      if (extra.confidence !== undefined && this.doubtful(row)) counts.unsure++;
      if (open.size && open.has(row.id)) counts.notes++;
    }
    return counts;
  }
}

export const FILTERS = {
  all: () => true,
  problems: (row, store) => store.findings.has(row.id),
  notes: (row, store) => store.openNote(row.id),
  open: (row, store) => store.stateOf(row.id) !== "approved",
  redo: (row, store) => store.stateOf(row.id) === "redo",
  proposals: (row, store) => (store.findings.get(row.id) || []).some((f) => f.fixable),
  untranslated: (row) => !!row.extra.untranslated,
  estimated: (row) => row.extra.source === "estimated",
  unsure: (row, store) => store.doubtful(row),
};

export const filtered = (store, name) => (name === "all" ? store.rows : store.rows.filter((row) => FILTERS[name](row, store)));
