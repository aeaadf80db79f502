// Before and after of a change, with the words that differ marked, and times as "start -3 f".

import { el } from "./dom.js";
import { plain } from "./rich.js";
import { say } from "./words.js";

const words = (text) => text.match(/\s+|[^\s]+/gu) || [];

// longest common run of words, by table; long texts by their common ends only
function compared(old, now) {
  const a = words(old), b = words(now);
  if (a.length * b.length > 40000) return [[[old, true]], [[now, true]]];
  const size = b.length + 1, table = new Uint16Array((a.length + 1) * size);
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) table[i * size + j] = a[i] === b[j] ? table[(i + 1) * size + j + 1] + 1 : Math.max(table[(i + 1) * size + j], table[i * size + j + 1]);
  const left = [], right = [];
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { left.push([a[i++], false]); right.push([b[j++], false]); } else if (j >= b.length || (i < a.length && table[(i + 1) * size + j] >= table[i * size + j + 1])) left.push([a[i++], true]);
    else right.push([b[j++], true]);
  }
  return [left, right];
}

function marked(parts, kind) {
  const node = el("p", { class: "said " + kind, dir: "auto" });
  for (const [text, differs] of parts) {
    const shown = differs ? text.replace(/\n/g, "⏎\n") : text;
    node.append(differs ? el(kind === "before" ? "del" : "ins", { text: shown }) : shown);
  }
  return node;
}

export function textPair(old, now) {
  const [left, right] = compared(old, now);
  return [marked(left, "before"), marked(right, "after")];
}

export function moved(from, to, clock) {
  const by = to - from;
  if (!by) return "";
  const within = clock.rate && clock.frame(to) === clock.frame(from); // on to the grid: no frame further
  return (by > 0 ? "+" : "−") + (within ? `${Math.abs(by)} ms` : clock.length(Math.abs(by)));
}

function timeWords(before, after, clock) {
  const parts = [];
  for (const [side, n] of [["start", 1], ["end", 2]]) if (before[n] !== after[n]) parts.push(`${say(side)} ${moved(before[n], after[n], clock)} (${clock.text(after[n])})`);
  return parts.join(", ");
}

// a proposal {before: [row], after: [row]} as nodes
export function changeNodes(change, { clock }) {
  const old = change.before.map((row) => plain(row[3])).join("\n"), now = change.after.map((row) => plain(row[3])).join("\n");
  const nodes = [];
  if (old !== now) nodes.push(el("div", { class: "pair" }, ...textPair(old, now)));
  const one = change.before.length === change.after.length;
  const times = one ? change.before.map((row, n) => timeWords(row, change.after[n], clock)).filter(Boolean) : [say("proposal.cues", { before: change.before.length, after: change.after.length })];
  if (times.length) nodes.push(el("p", { class: "moves", text: times.join("; ") }));
  return nodes;
}
