// The pointer on the waveform: the gestures of WORKBENCH section 3. Times move on the page only while the button is
// down; one operation goes out on release; Escape puts all back.

import { say } from "./words.js";

const NEAR = 6; // px around an edge
const REACH = 8; // px of snapping

export class Drag {
  constructor(wave, app) {
    this.wave = wave;
    this.app = app;
    const canvas = wave.canvas;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.moved(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", () => this.cancel());
    canvas.addEventListener("dblclick", (event) => this.double(event));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    addEventListener("keydown", (event) => { if (event.key === "Escape" && (this.now || (wave.drawn && document.activeElement === canvas))) { event.stopPropagation(); event.preventDefault(); this.cancel(); } }, true);
  }

  // what is under the pointer: {row, part: "start" | "end" | "body", roll: the neighbour that meets it}
  under(x) {
    const { wave, app } = this, { store } = app, ms = wave.ms(x), near = NEAR / wave.scale;
    const rows = store.between(ms - near, ms + near);
    const chosen = rows.filter((row) => app.list.chosen.has(row.id));
    for (const row of [...chosen, ...rows]) {
      const wide = (row.end - row.start) * wave.scale;
      for (const side of ["start", "end"]) {
        if (Math.abs(row[side] - ms) > Math.min(near, wide > 12 ? near : (row.end - row.start) / 3)) continue;
        const other = store.neighbour(row, side === "start" ? -1 : 1);
        return { row, part: side, other, meets: !!other && this.#meet(side === "end" ? row : other, side === "end" ? other : row, ms) };
      }
    }
    const inside = rows.find((row) => row.start <= ms && row.end > ms && app.list.chosen.has(row.id)) || rows.find((row) => row.start <= ms && row.end > ms);
    return inside ? { row: inside, part: "body" } : null;
  }

  // two edges meet where no more than the profile's gap parts them and the pointer is between them, or nearly
  #meet(first, second, ms) {
    const gap = second.start - first.end, { scale } = this.wave, slack = 2.5 / scale;
    return gap >= 0 && gap <= Math.max(this.app.snapper.gap, 1) && gap * scale <= 12 && ms >= first.end - slack && ms <= second.start + slack;
  }

  place(event) { const box = this.wave.canvas.getBoundingClientRect(); return event.clientX - box.left; }

  down(event) {
    if (event.button !== 0) return;
    const x = this.place(event), { app, wave } = this, hit = this.under(x);
    wave.canvas.setPointerCapture(event.pointerId);
    wave.held = true;
    this.now = { x, hit, ms: wave.ms(x), moved: false, alt: event.altKey, before: new Map() };
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      this.now.click = event.ctrlKey && event.shiftKey ? "start-rest" : event.shiftKey ? "start" : "end";
      return;
    }
    if (hit && hit.part !== "body" && !app.store.locked) this.#keep(hit.row);
    wave.soon();
  }

  #keep(row) { if (!this.now.before.has(row.id)) this.now.before.set(row.id, { start: row.start, end: row.end }); }

  moved(event) {
    const x = this.place(event), { wave } = this;
    if (!this.now) { this.#cursor(this.under(x), event); return; }
    const { now } = this;
    if (!now.moved && Math.abs(x - now.x) < 3) return;
    now.moved = true;
    if (this.app.store.locked) return;
    if (!now.hit) { const ms = this.app.clock.snap(wave.ms(x)); wave.drawn = { from: this.app.clock.snap(now.ms), to: ms }; wave.soon(); return; }
    if (now.click) { if (!event.shiftKey) return; now.click = null; }
    this.#keep(now.hit.row);
    if (now.hit.part === "body") this.#body(x); else this.#edge(x, event);
    wave.soon();
  }

  #cursor(hit, event) {
    this.wave.canvas.style.cursor = !hit ? "crosshair" : hit.part === "body" ? "grab" : hit.meets || event.altKey ? "col-resize" : "ew-resize";
  }

  #edge(x, event) {
    const { app, wave, now } = this, { row, part, other, meets } = now.hit, { snapper, clock } = app;
    const reach = event.shiftKey ? 0 : REACH / wave.scale;
    const roll = other && (meets || now.alt);
    let found = event.shiftKey ? { ms: clock.snap(wave.ms(x)), kind: "frame", at: null } : snapper.snap(wave.ms(x), part, roll ? null : row, reach);
    if (roll) { this.#keep(other); this.#roll(found.ms); } else {
      const [low, high] = event.altKey ? [0, Infinity] : this.#bounds(row, part);
      const kept = Math.max(low, Math.min(high, found.ms));
      if (kept !== found.ms) found = { ms: kept, kind: "neighbour", at: null };
      app.store.local(row.id, { [part]: kept });
    }
    this.#announce(found, part, row);
  }

  #bounds(row, part) {
    const before = this.now.before.get(row.id);
    return this.app.snapper.bounds({ ...row, ...before, pos: row.pos, track: row.track }, part);
  }

  // both neighbours move, the gap between them stays
  #roll(ms) {
    const { app, now } = this, { row, part, other } = now.hit, { clock } = app;
    const first = part === "end" ? row : other, second = part === "end" ? other : row;
    const gap = now.before.get(second.id).start - now.before.get(first.id).end, least = clock.step(0, 1);
    const low = now.before.get(first.id).start + least, high = now.before.get(second.id).end - least - gap;
    const end = Math.max(low, Math.min(high, part === "end" ? ms : ms - gap));
    app.store.local(first.id, { end });
    app.store.local(second.id, { start: end + gap });
  }

  #body(x) {
    const { app, wave, now } = this, { row } = now.hit, before = now.before.get(row.id), long = before.end - before.start;
    const by = (x - now.x) / wave.scale;
    const start = app.snapper.snap(before.start + by, "start", row, REACH / wave.scale);
    const end = app.snapper.snap(before.end + by, "end", row, REACH / wave.scale);
    const strong = ["shot", "neighbour", "speech"];
    const byEnd = strong.includes(end.kind) && !strong.includes(start.kind);
    const [low] = this.#bounds(row, "start"), [, high] = this.#bounds(row, "end");
    const to = Math.max(low, Math.min(high - long, byEnd ? end.ms - long : start.ms));
    app.store.local(row.id, { start: to, end: to + long });
    this.#announce(byEnd ? end : start, byEnd ? "end" : "start", row);
  }

  #announce(found, part, row) {
    const { app, wave } = this;
    wave.ghost = found;
    const frames = found.at === null || !app.clock.rate ? 0 : app.clock.frame(found.at) - app.clock.frame(row[part]);
    app.say(say(`snap.${found.kind}${frames > 0 && found.kind === "shot" ? ".before" : ""}`, { n: frames, time: app.clock.text(row[part]), side: say(part) }), { quiet: true });
  }

  up(event) {
    const { now, wave, app } = this;
    if (!now) return;
    this.now = null;
    wave.held = false;
    wave.ghost = null;
    if (!now.moved) this.#clicked(now, event);
    else if (now.hit) this.#send(now);
    else if (wave.drawn) app.say(say("wave.range"));
    wave.soon();
  }

  #send(now) {
    const times = [];
    for (const [id, before] of now.before) {
      const row = this.app.store.row(id);
      if (row && (row.start !== before.start || row.end !== before.end)) times.push({ id, before, start: row.start, end: row.end });
    }
    if (times.length) this.app.acts.times(times);
  }

  #clicked(now, event) {
    const { app, wave } = this, ms = wave.ms(now.x);
    if (now.click) { app.acts.clickTime(now.click, app.clock.snap(ms)); return; }
    wave.drawn = null;
    app.player?.seek(app.clock.rate ? app.clock.ms(Math.floor((ms * app.clock.rate.num) / (app.clock.rate.den * 1000))) : ms);
    if (now.hit) app.list.select(now.hit.row.id, { by: "wave" });
    wave.canvas.focus({ preventScroll: true });
  }

  double(event) {
    const hit = this.under(this.place(event));
    if (hit) this.app.run("play-cue");
  }

  cancel() {
    const { now, wave, app } = this;
    if (!now) { wave.drawn = null; wave.soon(); return; }
    this.now = null;
    wave.held = false;
    wave.ghost = wave.drawn = null;
    for (const [id, before] of now.before) app.store.local(id, before);
    wave.soon();
    app.say(say("drag.back"));
  }

  wheel(event) {
    event.preventDefault();
    const { wave } = this;
    if (wave.held) return;
    const by = event.deltaY || event.deltaX;
    if (event.ctrlKey || event.altKey || event.metaKey) wave.zoom(Math.exp(-by * 0.002), this.place(event));
    else if (event.shiftKey) { wave.gain = Math.max(0.25, Math.min(16, wave.gain * Math.exp(-by * 0.002))); wave.soon(); } else wave.scrollTo(wave.from + ((event.deltaX || event.deltaY) / wave.scale));
  }
}
