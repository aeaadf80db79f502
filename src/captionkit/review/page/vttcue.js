// What a cue of the browser's own text track is given. The client's page, which stands alone, has these functions in it too.

export function escapeVtt(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

export function settle(cue, settings) {
  for (const part of (settings || "").split(/\s+/)) {
    const [name, value] = part.split(":");
    if (value === undefined) continue;
    const [first, second] = value.split(",");
    try {
      if (name === "line") { cue.snapToLines = !first.endsWith("%"); cue.line = parseFloat(first); if (second) cue.lineAlign = second; }
      else if (name === "position") { cue.position = parseFloat(first); if (second) cue.positionAlign = second; }
      else if (name === "size") cue.size = parseFloat(first);
      else if (name === "align") cue.align = first;
      else if (name === "vertical") cue.vertical = first;
    } catch { /* a setting this browser does not know is not drawn */ }
  }
}
