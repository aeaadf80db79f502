// Counters of a cue in the profile's own counting (the server's). One over its limit shows number, limit and a word.

import { el } from "./dom.js";
import { say } from "./words.js";

const number = (value) => (value === null ? "∞" : String(Math.round(value * 10) / 10));

function counter(label, value, limit, word) {
  return el("span", { class: "counter" + (word ? " over" : "") }, el("span", { class: "label", text: label }), " ",
    el("b", { text: value }), limit !== "" && limit !== null && limit !== undefined ? el("span", { class: "limit", text: " / " + limit }) : null,
    word ? el("span", { class: "word", text: " " + say(word) }) : null);
}

export function counterNodes(counters, app) {
  const { limits = {} } = app.store.profile || {}, { clock } = app, over = new Set(counters.over || []);
  const one = counters.widths.length === 1;
  const nodes = counters.widths.map((width, n) => counter(one ? say("counter.width") : say("counter.line", { n: n + 1 }), number(width), limits.width, limits.width && width > limits.width ? "over" : ""));
  if (over.has("lines")) nodes.push(counter(say("counter.lines"), String(counters.lines), limits.lines, "over"));
  nodes.push(counter(say("counter.speed"), number(counters.speed), limits.speed, over.has("speed") ? "over" : ""));
  const bound = over.has("short") ? limits.min_duration : over.has("long") ? limits.max_duration : null;
  nodes.push(counter(say("counter.duration"), clock.seconds(counters.duration) + " s", bound === null ? "" : clock.seconds(bound), over.has("short") ? "under" : over.has("long") ? "over" : ""));
  for (const side of ["before", "after"]) {
    const gap = counters[side];
    if (gap === null || gap === undefined) continue;
    const small = over.has(side);
    nodes.push(counter(say("counter." + side), clock.length(gap), small && limits.gap ? clock.length(limits.gap) : "", small ? "under" : ""));
  }
  return nodes;
}
