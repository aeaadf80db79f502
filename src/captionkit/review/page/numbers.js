// Reading speed, length and gap over the programme; a click goes there.

import { el, fill, svg } from "./dom.js";
import { say } from "./words.js";

const WIDE = 900, TALL = 150, LEFT = 44, TOP = 12, BOTTOM = 20;

export class Numbers {
  constructor(root, app) { this.root = root; this.app = app; }

  async enter() {
    fill(this.root, el("div", { class: "pane-head" }, el("h2", { text: say("view.numbers") })), el("p", { class: "soft", text: say("waiting") }));
    try { this.found = await this.app.api.get(`statistics?track=${this.app.store.active}`); } catch (error) { fill(this.root, el("p", { class: "empty", text: error.message })); return; }
    this.draw();
  }

  draw() {
    if (this.root.hidden || !this.found) return;
    const { numbers = {}, speed, duration, gap } = this.found, { limits = {} } = this.app.store.profile || {};
    fill(this.root, el("div", { class: "pane-head" }, el("h2", { text: say("view.numbers") })), this.#facts(numbers),
      this.#plot("speed", speed, [limits.speed]), this.#plot("duration", duration, [limits.min_duration, limits.max_duration], 1000), this.#plot("gap", gap, [limits.gap], 1000, 10));
  }

  #facts(numbers) {
    const { clock } = this.app, whole = (n) => (n ?? 0).toLocaleString(), spread = (s) => [String(Math.round(s.median * 100) / 100), el("small", { text: say("number.most", { n: Math.round(s.p95 * 100) / 100 }) })], of = (found, name, shown) => (found ? [[name, shown(found)]] : []);
    const rows = [["cues", whole(numbers.cues)], ["words", whole(numbers.words)], ["shown", clock.plain(numbers.shown_ms ?? 0).slice(0, 8)],
      ...of(numbers.speed, "speed", spread), ...of(numbers.duration, "duration", spread), ...of(numbers.gap, "gap", spread)];
    return el("dl", { class: "facts" }, ...rows.map(([name, value]) => el("div", {}, el("dt", { text: say("number." + name) }), el("dd", {}, ...[value].flat()))));
  }

  #plot(name, points, limits, unit = 1, most = Infinity) {
    if (!Array.isArray(points) || !points.length) return null;
    const end = Math.max(...points.map(([start]) => start), 1), values = points.map(([, value]) => Math.min(most, (value ?? 0) / unit));
    const marks = limits.filter((limit) => limit !== null && limit !== undefined).map((limit) => limit / unit);
    const top = Math.min(most, Math.max(...marks.map((mark) => mark * 1.25), [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.995)] * 1.1, 0.1));
    const x = (ms) => LEFT + (ms / end) * (WIDE - LEFT - 8), y = (value) => TOP + (1 - Math.min(1, Math.max(0, value / top))) * (TALL - TOP - BOTTOM);
    const node = svg("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, class: "plot", role: "img", "aria-label": say("plot." + name, { most: top.toFixed(1) }) });
    for (const tick of [0, top / 2, top]) node.append(svg("line", { x1: LEFT, x2: WIDE - 8, y1: y(tick), y2: y(tick), class: "axis" }), svg("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end", text: tick.toFixed(top < 10 ? 1 : 0) }));
    for (const mark of marks) if (mark <= top) node.append(svg("line", { x1: LEFT, x2: WIDE - 8, y1: y(mark), y2: y(mark), class: "limit" }), svg("text", { x: WIDE - 10, y: y(mark) - 4, "text-anchor": "end", class: "limit-text", text: say("plot.limit", { n: Math.round(mark * 100) / 100 }) }));
    const over = (value) => (name === "speed" ? marks.length && value > marks[0] : name === "gap" ? marks.length && value < marks[0] : (limits[0] && value < limits[0] / unit) || (limits[1] && value > limits[1] / unit));
    points.forEach(([start], n) => node.append(svg("circle", { cx: x(start).toFixed(1), cy: y(values[n]).toFixed(1), r: over(values[n]) ? 2.6 : 1.8, class: over(values[n]) ? "dot over" : "dot" })));
    for (let n = 0; n <= 4; n++) node.append(svg("text", { x: x((end * n) / 4), y: TALL - 5, "text-anchor": n === 4 ? "end" : n ? "middle" : "start", text: this.app.clock.text(Math.round((end * n) / 4)).slice(0, 8) }));
    node.addEventListener("click", (event) => {
      const box = node.getBoundingClientRect(), ms = (((event.clientX - box.left) / box.width) * WIDE - LEFT) / (WIDE - LEFT - 8) * end;
      const { store } = this.app, before = Math.max(0, store.before(ms)), rows = store.rows;
      const near = rows[before + 1] && Math.abs(rows[before + 1].start - ms) < Math.abs(rows[before].start - ms) ? rows[before + 1] : rows[before];
      if (near) { this.app.show("edit"); this.app.goTo(near.id); }
    });
    return el("figure", { class: "card", tabindex: "0", "aria-label": say("plot.title." + name) }, el("figcaption", { text: say("plot.title." + name) }), node);
  }
}
