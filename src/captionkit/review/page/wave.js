// Drawing the sound: peaks, speech, shot changes, cues as blocks, playhead. What the pointer does is in drag.js.

import { plain } from "./rich.js";
import { many, say } from "./words.js";

const FEW = 200; // blocks in view that still get text
const NAMES = ["wave-back", "wave-shape", "wave-cue", "wave-chosen", "wave-edge", "wave-ink", "wave-soft", "wave-shot", "wave-speech", "wave-head", "wave-error", "wave-warning", "wave-draw", "wave-line"];
const STEPS = [0.01, 0.02, 0.04, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const SAMPLED = 300; // ms in view below which samples are asked for

export class Wave extends EventTarget {
  from = 0;
  scale = 0.1; // px a ms
  gain = 1;
  follow = "page";
  ghost = null;
  drawn = null;
  spent = [];

  constructor(canvas, app) {
    super();
    this.canvas = canvas;
    this.app = app;
    this.pen = canvas.getContext("2d");
    new ResizeObserver(() => this.#size()).observe(canvas.parentNode);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    this.recolour();
  }

  recolour() {
    const probe = document.createElement("i");
    document.body.append(probe);
    this.colours = Object.fromEntries(NAMES.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name.slice(5), getComputedStyle(probe).color];
    }));
    this.font = getComputedStyle(document.body).fontFamily;
    probe.remove();
    this.soon();
  }

  #size() {
    const box = this.canvas.parentNode.getBoundingClientRect(), dense = devicePixelRatio || 1;
    this.width = Math.floor(box.width);
    this.height = Math.floor(box.height);
    this.canvas.width = Math.round(this.width * dense);
    this.canvas.height = Math.round(this.height * dense);
    this.pen.setTransform(dense, 0, 0, dense, 0, 0);
    this.soon();
  }

  get span() { return this.width / this.scale; }
  get length() {
    const rows = this.app.store.rows, last = rows.length ? rows[rows.length - 1].end : 0;
    return Math.max(this.app.player?.duration || 0, last + 2000, 1000);
  }
  x(ms) { return (ms - this.from) * this.scale; }
  ms(x) { return this.from + x / this.scale; }

  scrollTo(from) {
    this.from = Math.max(0, Math.min(from, Math.max(0, this.length - this.span * 0.5)));
    this.soon();
  }

  // zoom keeps the time under the pointer; a frame is 200 px wide at most
  zoom(factor, x = this.width / 2) {
    const ms = this.ms(x), rate = this.app.clock.rate;
    const most = 200 / (rate ? (1000 * rate.den) / rate.num : 40);
    this.scale = Math.max(this.width / (this.length * 1.02), Math.min(most, this.scale * factor));
    this.scrollTo(ms - x / this.scale);
    this.app.say(say("wave.span", { seconds: (this.span / 1000).toFixed(this.span < 10000 ? 2 : 0) }), { quiet: true });
  }

  fit() {
    const row = this.app.selected();
    if (!row) return;
    this.scale = this.width / Math.max(2000, (row.end - row.start) * 3);
    this.scrollTo(row.start - (this.span - (row.end - row.start)) / 2);
  }

  reveal(from, to = from) {
    if (this.held || !this.width) return;
    if (from >= this.from && to <= this.from + this.span) return;
    this.scrollTo(Math.min(from, from - (this.span - (to - from)) * 0.25));
  }

  // follows the film; never while the pointer is down
  followTo(ms) {
    if (this.held || this.follow === "off") return;
    if (this.follow === "middle") this.scrollTo(ms - this.span / 2);
    else if (ms < this.from || ms > this.from + this.span * 0.98) this.scrollTo(ms - this.span * 0.05);
  }

  soon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.draw(); });
  }

  draw() {
    if (!this.width || !this.app.store.track) return;
    const begun = performance.now(), { pen, width, height, colours } = this;
    this.ruler = 18;
    this.lane = Math.max(20, Math.min(54, Math.round((height - this.ruler) * 0.34)));
    pen.fillStyle = colours.back;
    pen.fillRect(0, 0, width, height);
    this.#grid();
    this.#speech();
    this.#shape();
    this.#shots();
    this.#blocks();
    if (this.drawn) this.#range(this.drawn);
    if (this.ghost?.at !== null && this.ghost?.at !== undefined) this.#line(this.ghost.at, colours.draw, 2, [4, 3]);
    this.#head();
    this.#name();
    this.spent.push(performance.now() - begun);
    if (this.spent.length > 1000) this.spent.splice(0, 500);
  }

  #line(ms, colour, thick = 1, dash = [], from = this.ruler, to = this.height) {
    const { pen } = this, x = Math.round(this.x(ms)) + (thick % 2 ? 0.5 : 0);
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(x, from);
    pen.lineTo(x, to);
    pen.stroke();
    pen.setLineDash([]);
  }

  #grid() {
    const { pen, colours, ruler } = this, { clock } = this.app;
    const frame = clock.rate ? clock.rate.den / clock.rate.num : 0;
    let step = STEPS.find((s) => s * 1000 * this.scale >= 96) || 3600;
    if (frame && step < 0.2) step = Math.max(1, Math.round(step / frame)) * frame;
    pen.font = `11px ${this.font}`;
    pen.textBaseline = "middle";
    for (let n = Math.floor(this.from / 1000 / step); n * step * 1000 < this.from + this.span; n++) {
      const ms = n * step * 1000;
      this.#line(ms, colours.line);
      pen.fillStyle = colours.soft;
      pen.fillText(step < 1 ? clock.text(ms) : clock.text(ms).slice(0, 8), this.x(ms) + 4, ruler / 2);
    }
    if (frame && frame * 1000 * this.scale >= 8) {
      for (let k = clock.frame(this.from); clock.ms(k) < this.from + this.span; k++) this.#line(clock.ms(k), colours.line, 1, [], ruler - 5, ruler);
    }
    pen.strokeStyle = colours.line;
    pen.beginPath();
    pen.moveTo(0, ruler + 0.5);
    pen.lineTo(this.width, ruler + 0.5);
    pen.stroke();
  }

  #speech() {
    this.pen.fillStyle = this.colours.speech;
    for (const [from, to] of this.app.snapper.speech) {
      if (to < this.from) continue;
      if (from > this.from + this.span) break;
      this.pen.fillRect(this.x(from), this.height - 5, Math.max(1, (to - from) * this.scale), 5);
    }
  }

  #shape() {
    if (this.samples && this.span < SAMPLED && this.from >= this.samples.from && this.from + this.span <= this.samples.to) { this.#sampled(); return; }
    if (this.span < SAMPLED) this.#ask();
    const { pen, app: { peaks }, width } = this;
    if (!peaks?.count) return;
    const top = this.ruler + this.lane, middle = top + (this.height - 5 - top) / 2, size = ((this.height - 5 - top) / 2 / 128) * this.gain;
    pen.fillStyle = this.colours.shape;
    for (let x = 0; x < width; x++) {
      const pair = peaks.range(this.ms(x), this.ms(x + 1));
      if (!pair) continue;
      const high = Math.max(-middle + top, -pair[1] * size), low = Math.min(middle - top, -pair[0] * size);
      pen.fillRect(x, middle + high, 1, Math.max(1, low - high));
    }
    if (!peaks.ready) { pen.fillStyle = this.colours.soft; const x = this.x(peaks.end); if (x < width) pen.fillText(say("wave.coming"), Math.max(4, x + 6), middle); }
  }

  #sampled() {
    const { pen, samples, width } = this, top = this.ruler + this.lane, middle = top + (this.height - 5 - top) / 2, size = ((this.height - 5 - top) / 2) * this.gain / 32768;
    pen.strokeStyle = this.colours.shape;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let x = 0; x <= width; x += 0.5) {
      const value = samples.data[Math.round((this.ms(x) - samples.from) * 48)] || 0, y = middle - value * size;
      if (x) pen.lineTo(x, y); else pen.moveTo(x, y);
    }
    pen.stroke();
  }

  async #ask() {
    if (this.fetching || !this.app.store.film) return;
    this.fetching = true;
    const at = Math.max(0, Math.floor(this.from - 800)), length = Math.ceil(this.span + 1600);
    try {
      const answer = await fetch(this.app.api.url(`samples?at=${at}&len=${length}`));
      if (answer.ok) { this.samples = { from: at, to: at + length, data: new Int16Array(await answer.arrayBuffer()) }; this.soon(); }
    } catch { /* peaks are drawn instead */ }
    setTimeout(() => { this.fetching = false; }, 400);
  }

  #shots() {
    for (const shot of this.app.snapper.shots) {
      if (shot < this.from) continue;
      if (shot > this.from + this.span) break;
      this.#line(shot, this.colours.shot, this.ghost?.kind === "shot" && this.ghost.at === shot ? 3 : 1, [2, 3]);
    }
  }

  #blocks() {
    const { store } = this.app, rows = store.between(this.from, this.from + this.span), text = rows.length <= FEW;
    for (const row of rows) this.#block(row, text && (row.end - row.start) * this.scale > 26);
  }

  #block(row, text) {
    const { pen, colours, lane, ruler } = this, { store, list } = this.app;
    const x = this.x(row.start), wide = Math.max(2, (row.end - row.start) * this.scale), y = ruler + 3, tall = lane - 5;
    const chosen = list.chosen.has(row.id), worst = store.worst(row.id);
    pen.fillStyle = chosen ? colours.chosen : colours.cue;
    pen.fillRect(x, y, wide, tall);
    if (chosen) { pen.globalAlpha = 0.12; pen.fillRect(x, y + tall, wide, this.height - y - tall); pen.globalAlpha = 1; }
    pen.fillStyle = worst === "error" ? colours.error : worst === "warning" ? colours.warning : colours.edge;
    pen.fillRect(x, y, 2, tall);
    pen.fillRect(x + wide - 2, y, 2, tall);
    if (worst === "error" || worst === "warning") pen.fillRect(x, y, wide, 3);
    const after = store.neighbour(row, 1);
    if (after && after.start < row.end) this.#hatch(this.x(after.start), y, (row.end - after.start) * this.scale, tall);
    if (text) this.#label(row, x, y, wide, tall);
  }

  #hatch(x, y, wide, tall) {
    const { pen } = this;
    pen.save();
    pen.beginPath();
    pen.rect(x, y, wide, tall);
    pen.clip();
    pen.strokeStyle = this.colours.error;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (let n = x - tall; n < x + wide; n += 6) { pen.moveTo(n, y + tall); pen.lineTo(n + tall, y); }
    pen.stroke();
    pen.restore();
  }

  #label(row, x, y, wide, tall) {
    const { pen, colours } = this;
    pen.save();
    pen.beginPath();
    pen.rect(x + 4, y, wide - 8, tall);
    pen.clip();
    const left = Math.max(x, 0) + 7, number = String(row.pos + 1);
    pen.font = `600 11px ${this.font}`;
    pen.fillStyle = colours.soft;
    pen.fillText(number, left, y + 12);
    const beside = left + pen.measureText(number).width + 7;
    pen.font = `12px ${this.font}`;
    pen.fillStyle = colours.ink;
    const lines = plain(row.lines).split("\n");
    if (tall < 34) pen.fillText(lines.join(" "), beside, y + 12);
    else lines.slice(0, Math.floor((tall - 4) / 15)).forEach((line, n) => pen.fillText(line, beside, y + 12 + n * 15));
    pen.restore();
  }

  #range({ from, to }) {
    const { pen } = this, x = this.x(Math.min(from, to)), wide = Math.abs(to - from) * this.scale;
    pen.fillStyle = this.colours.draw;
    pen.globalAlpha = 0.25;
    pen.fillRect(x, this.ruler, wide, this.height);
    pen.globalAlpha = 1;
    this.#line(from, this.colours.draw, 2);
    this.#line(to, this.colours.draw, 2);
  }

  #head() {
    const ms = this.app.player ? this.app.player.smooth : 0, x = this.x(ms), { pen } = this;
    if (x < -8 || x > this.width + 8) return;
    this.#line(ms, this.colours.head, 2, [], 0);
    pen.fillStyle = this.colours.head;
    pen.beginPath();
    pen.moveTo(x - 6, 0);
    pen.lineTo(x + 6, 0);
    pen.lineTo(x, 9);
    pen.fill();
  }

  // what is in view, for those who do not see the canvas; not while it moves
  #name() {
    clearTimeout(this.naming);
    this.naming = setTimeout(() => {
      const { store, clock } = this.app;
      this.canvas.setAttribute("aria-label", say("wave.name", { from: clock.text(this.from), to: clock.text(this.from + this.span), cues: many("cues", store.between(this.from, this.from + this.span).length) }));
    }, 400);
  }
}
