// One row of the list: its columns, and how each is filled. A cell that breaks a rule carries the finding's shape.

import { el } from "./dom.js";
import { pieces } from "./rich.js";
import { many, say } from "./words.js";

// name -> CSS width; those without `always` can be switched off
export const COLUMNS = {
  number: { width: "var(--w-number)", always: true },
  start: { width: "var(--w-time)" },
  end: { width: "var(--w-time)" },
  duration: { width: "var(--w-count)" },
  gap: { width: "var(--w-count)" },
  speed: { width: "var(--w-count)" },
  text: { width: "minmax(0, 1fr)", always: true },
  other: { width: "minmax(0, 1fr)" },
  speaker: { width: "var(--w-speaker)" },
  place: { width: "var(--w-speaker)", hidden: true },
  source: { width: "var(--w-speaker)", hidden: true },
  confidence: { width: "var(--w-count)", hidden: true },
  identifier: { width: "var(--w-count)", hidden: true },
  state: { width: "var(--w-state)" },
};

// the column at which a finding of each kind stands
const STANDS = { text: "text", width: "text", lines: "text", place: "text", duration: "duration", speed: "speed", gap: "gap", start: "start", end: "end", speaker: "speaker" };
const RANK = { info: 1, warning: 2, error: 3 };

export function newRow(columns) {
  const row = el("div", { role: "row", class: "row", tabindex: "-1" });
  row.cells = {};
  columns.forEach((name) => {
    const cell = el("div", { role: "gridcell", class: "cell " + name, "aria-colindex": Object.keys(COLUMNS).indexOf(name) + 1 });
    cell.dataset.column = name;
    row.cells[name] = cell;
    row.append(cell);
  });
  return row;
}

export function lineNodes(lines) {
  return lines.map((line) => {
    const node = el("div", { class: "line" });
    for (const piece of pieces(line)) {
      const style = ["i", "b", "u"].filter((mark) => piece[mark]).join(" ");
      node.append(style ? el("span", { class: "styled " + style, text: piece.t }) : piece.t);
    }
    return node;
  });
}

// plain lines go into the nodes that are there: scrolling makes none
function fillLines(cell, lines, language) {
  if (cell.lang !== language) cell.lang = language;
  if (cell.dir !== "auto") cell.dir = "auto";
  const nodes = cell.children;
  if (nodes.length !== lines.length || !lines.every((line, n) => typeof line === "string" && nodes[n].className === "line" && nodes[n].childNodes.length < 2 && !nodes[n].firstElementChild)) { cell.replaceChildren(...lineNodes(lines)); return; }
  lines.forEach((line, n) => { if (nodes[n].textContent !== line) nodes[n].textContent = line; });
}

function marks(row, store) {
  const at = {};
  for (const finding of store.findings.get(row.id) || []) {
    let column = STANDS[finding.at] || "text";
    const old = at[column];
    if (!old || RANK[finding.severity] > RANK[old.severity]) at[column] = { severity: finding.severity, words: old ? [...old.words, finding.text] : [finding.text] };
    else old.words.push(finding.text);
  }
  return at;
}

const put = (cell, text) => { if (cell && cell.textContent !== text) cell.textContent = text; };

function badge(cell, mark) {
  const name = mark ? mark.severity : "";
  if ((cell.dataset.bad || "") === name && !name) return;
  if (name) { cell.dataset.bad = name; cell.title = mark.words.join("\n"); } else { delete cell.dataset.bad; cell.removeAttribute("title"); }
}

function fillText(cell, row, store) {
  const { extra } = row;
  const look = "cell text" + (extra.untranslated ? " untranslated" : "") + (extra.source === "estimated" ? " estimated" : "") + (store.doubtful(row) ? " unsure" : "");
  if (cell.className !== look) cell.className = look;
  fillLines(cell, row.lines, store.tracks[row.track].language || "");
  if (row.lines.length > 2) cell.append(el("span", { class: "hidden-lines", text: many("lines-more", row.lines.length - 2) }));
}

function stateText(row, store) {
  const count = (store.findings.get(row.id) || []).length, state = store.stateOf(row.id);
  return [state === "open" ? "" : say("state." + state), count ? many("findings", count) : "", store.openNote(row.id) ? say("note") : ""].filter(Boolean).join(", ");
}

function fillState(cell, row, store) {
  const state = store.stateOf(row.id), count = (store.findings.get(row.id) || []).length;
  cell.className = "cell state " + state;
  const key = [state, count, store.worst(row.id), store.openNote(row.id), store.sending?.(row.id)].join();
  if (cell.dataset.key === key) return;
  cell.dataset.key = key;
  cell.setAttribute("aria-label", stateText(row, store) || say("state.open"));
  cell.replaceChildren();
  if (state !== "open") cell.append(el("span", { class: "mark " + state, text: say("state." + state) }));
  if (count) cell.append(el("span", { class: "count " + store.worst(row.id), text: String(count) }));
  if (store.openNote(row.id)) cell.append(el("span", { class: "mark noted" }));
}

// Fills a row; cells that are being edited (`row.editing`) keep what is typed.
export function fillRow(node, row, app) {
  const { store, clock } = app, cells = node.cells, at = marks(row, store);
  const next = store.neighbour(row, 1);
  const values = {
    number: String(row.pos + 1),
    start: clock.text(row.start),
    end: clock.text(row.end),
    duration: clock.seconds(row.end - row.start),
    gap: next ? clock.length(next.start - row.end) : "",
    speed: store.speeds.has(row.id) ? String(Math.round(store.speeds.get(row.id) * 10) / 10) : "",
    speaker: row.extra.speaker || "",
    place: row.extra.place ? say("place." + row.extra.place) : "",
    source: row.extra.source ? say("source." + row.extra.source) : "",
    confidence: row.extra.confidence === undefined ? "" : Math.round(row.extra.confidence * 100) + " %",
    identifier: row.id,
  };
  for (const [name, cell] of Object.entries(cells)) {
    if (name in values && !cell.editing) put(cell, values[name]);
    if (name !== "state" && name !== "number" && name !== "other") badge(cell, at[name]);
  }
  if (!cells.text.editing) fillText(cells.text, row, store);
  if (cells.speed?.dataset.bad === undefined && at.speed === undefined && cells.speed) cells.speed.removeAttribute("title");
  if (cells.other && !cells.other.editing) fillOther(cells.other, row, app);
  if (cells.state) fillState(cells.state, row, store);
  node.dataset.id = row.id;
}

function fillOther(cell, row, app) {
  const { store } = app, track = app.otherTrack();
  const other = track === null ? null : store.pair(row, track);
  cell.dataset.cue = other ? other.id : "";
  if (!other) { put(cell, ""); return; }
  fillLines(cell, other.lines, store.tracks[other.track].language || "");
}
