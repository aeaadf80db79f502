// Captions on the picture, drawn by the browser's own text track. A cue that changes is taken out and put in again: the
// first change of its text while the film stands is not redrawn otherwise.

import { vttText } from "./rich.js";
import { settle } from "./vttcue.js";

const AT_ONCE = 2000;

export class Captions {
  made = new Map();

  constructor(video, app) {
    this.app = app;
    this.video = video;
    this.track = video.addTextTrack("captions", "captions");
    this.track.mode = "showing";
  }

  show(on) { this.track.mode = on ? "showing" : "hidden"; }

  // all cues of a track, those near the picture first, the rest in slices
  fill(rows, origin) {
    clearTimeout(this.filling);
    const { mode } = this.track;
    this.track.mode = "hidden"; // or a cue that is shown while another film is loaded stays on the picture
    for (const cue of this.made.values()) this.track.removeCue(cue);
    this.track.mode = mode;
    this.made.clear();
    this.origin = origin;
    let at = 0;
    const more = () => {
      const stop = Math.min(rows.length, at + AT_ONCE);
      for (; at < stop; at++) if (!this.made.has(rows[at].id)) this.#add(rows[at]);
      if (at < rows.length) this.filling = setTimeout(more);
    };
    more();
  }

  #add(row) {
    if (row.end <= row.start) return;
    const cue = new VTTCue(this.origin + row.start / 1000, this.origin + row.end / 1000, row.typed ? vttText(row.lines) : row.extra.vtt ?? vttText(row.lines));
    settle(cue, row.extra.settings);
    this.track.addCue(cue);
    this.made.set(row.id, cue);
  }

  update(ids) {
    if (this.origin === undefined) return;
    for (const id of ids) {
      const old = this.made.get(id), row = this.app.store.row(id);
      if (old) { this.track.removeCue(old); this.made.delete(id); }
      if (row && row.track === this.app.store.active) this.#add(row);
    }
  }
}
