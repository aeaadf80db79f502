// A cue's lines: a line is a string, or a list of pieces {t, i, b, u}. The text field holds plain text;
// the styles of what was not touched stay with their letters.

import { escapeVtt } from "./vttcue.js";

const MARKS = ["i", "b", "u"];

export const plainLine = (line) => (typeof line === "string" ? line : line.map((piece) => piece.t).join(""));
export const plain = (lines) => lines.map(plainLine).join("\n");
export const pieces = (line) => (typeof line === "string" ? [{ t: line }] : line);

const styleOf = (piece) => MARKS.filter((mark) => piece[mark]).join("");

function letters(lines) {
  const styles = [];
  lines.forEach((line, index) => {
    if (index) styles.push(null);
    for (const piece of pieces(line)) for (let n = 0; n < piece.t.length; n++) styles.push(styleOf(piece));
  });
  return styles;
}

function build(text, styles) {
  let at = 0;
  return text.split("\n").map((line) => {
    const out = [];
    for (const char of line.split("")) {
      const style = styles[at++] || "";
      const last = out[out.length - 1];
      if (last && last.style === style) last.t += char;
      else out.push({ t: char, style });
    }
    at++;
    if (out.every((piece) => !piece.style)) return line;
    return out.map(({ t, style }) => Object.fromEntries([["t", t], ...style.split("").map((mark) => [mark, 1])]));
  });
}

// Where two texts differ: [first letter that differs, end in the old, end in the new].
export function difference(old, text) {
  const short = Math.min(old.length, text.length);
  let from = 0;
  while (from < short && old[from] === text[from]) from++;
  let tail = 0;
  while (tail < short - from && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  return [from, old.length - tail, text.length - tail];
}

export function retyped(lines, text) {
  const old = plain(lines), styles = letters(lines);
  if (styles.every((style) => !style)) return text.split("\n");
  const [from, oldEnd, newEnd] = difference(old, text);
  const style = from > 0 && styles[from - 1] ? styles[from - 1] : oldEnd > from ? styles[from] : "";
  return build(text, [...styles.slice(0, from), ...Array(newEnd - from).fill(style || ""), ...styles.slice(oldEnd)]);
}

// Switches a style on or off between two places of the text.
export function restyled(lines, from, to, mark) {
  const text = plain(lines), styles = letters(lines);
  const inside = styles.slice(from, to).filter((style) => style !== null);
  const on = !inside.every((style) => style.includes(mark));
  const changed = styles.map((style, n) => {
    if (n < from || n >= to || style === null) return style;
    const rest = style.replace(mark, "");
    return on ? MARKS.filter((m) => m === mark || rest.includes(m)).join("") : rest;
  });
  return { lines: build(text, changed), on };
}

// The line and the letter in it of a place in the text.
export function lineAt(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, offset: before[before.length - 1].length };
}

// WebVTT cue text for lines just typed; what the engine sent (extra.vtt) is preferred by the caller.
export function vttText(lines) {
  return lines.map((line) => pieces(line).map((piece) => MARKS.reduce(
    (text, mark) => (piece[mark] ? `<${mark}>${text}</${mark}>` : text), escapeVtt(piece.t))).join("")).join("\n");
}
