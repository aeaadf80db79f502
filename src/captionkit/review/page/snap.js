// Where a dragged time may come to lie. Order of preference: shot change (with the profile's offset), neighbour (with
// the profile's gap), speech, then the frame. Distances are in ms; the caller makes them of 8 px.

export class Snapper {
  shots = [];
  speech = [];

  constructor(app) { this.app = app; }

  get gap() { return this.app.store.profile?.limits?.gap ?? 0; }

  nearest(list, ms) {
    let low = 0, high = list.length;
    while (low < high) { const middle = (low + high) >> 1; if (list[middle] < ms) low = middle + 1; else high = middle; }
    const before = list[low - 1], after = list[low];
    return before === undefined ? after : after === undefined ? before : ms - before <= after - ms ? before : after;
  }

  shotBefore(ms) { let found = null; for (const shot of this.shots) { if (shot < ms - 1) found = shot; else break; } return found; }
  shotAfter(ms) { return this.shots.find((shot) => shot > ms + 1) ?? null; }

  edges() { return this.edgeList ??= { start: this.speech.map((part) => part[0]), end: this.speech.map((part) => part[1]) }; }

  // the end keeps the profile's gap before a shot change, the start stands on it
  shotPlace(shot, side) { return side === "end" ? this.app.clock.snap(shot - this.gap) : this.app.clock.snap(shot); }

  // {ms, kind, at}: kind names what it came to ("shot", "neighbour", "speech", "playhead", "frame")
  snap(ms, side, row, reach) {
    const { clock, player } = this.app;
    const found = [];
    const shot = this.nearest(this.shots, side === "end" ? ms + this.gap : ms);
    if (shot !== undefined) found.push({ ms: this.shotPlace(shot, side), kind: "shot", at: shot });
    const near = this.#neighbour(row, side);
    if (near !== null) found.push({ ms: clock.snap(near), kind: "neighbour", at: near });
    const spoken = this.nearest(this.edges()[side], ms);
    if (spoken !== undefined) found.push({ ms: clock.snap(spoken), kind: "speech", at: spoken });
    if (player?.ready) found.push({ ms: clock.snap(player.ms), kind: "playhead", at: player.ms });
    const hit = found.find((each) => Math.abs(each.ms - ms) <= reach);
    return hit || { ms: clock.snap(ms), kind: "frame", at: null };
  }

  #neighbour(row, side) {
    const { store } = this.app;
    if (!row) return null;
    const other = store.neighbour(row, side === "start" ? -1 : 1);
    if (!other) return null;
    return side === "start" ? other.end + this.gap : other.start - this.gap;
  }

  // as far as an edge may go: the neighbour less the gap, and one frame of cue at least
  bounds(row, side) {
    const { store, clock } = this.app, before = store.neighbour(row, -1), after = store.neighbour(row, 1);
    const least = clock.step(0, 1);
    if (side === "start") return [before ? Math.min(clock.snap(before.end + this.gap), row.start) : 0, row.end - least];
    return [row.start + least, after ? Math.max(clock.snap(after.start - this.gap), row.end) : Infinity];
  }
}
