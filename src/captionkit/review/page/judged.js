// Findings come in slices, those in view first; reading speeds of the rows in view are asked for when scrolling rests.

export class Judged {
  constructor(app) {
    this.app = app;
    app.list.scroller.addEventListener("scroll", () => this.rest(), { passive: true });
  }

  async start() {
    const run = (this.run = (this.run || 0) + 1), { store, api, list } = this.app, track = store.active;
    const first = Math.max(0, Math.floor(list.scroller.scrollTop / (list.height || 52)) - 4);
    if (first > 0) await this.#slice(first, 60, run, track);
    let at = 0;
    this.rest();
    while (at !== null && run === this.run) {
      const answer = await this.#slice(at, 500, run, track);
      if (!answer) { await new Promise((go) => setTimeout(go, 1500)); if (!api.online) continue; return; }
      store.judged = answer.done;
      this.app.shell.progress(answer.next === null ? 1 : answer.done);
      at = answer.next;
      if (answer.next === null) { store.whole = answer.whole || []; this.app.shell.counts(); }
    }
  }

  async #slice(from, count, run, track) {
    const { store, api } = this.app;
    try {
      const answer = await api.get(`findings?from=${from}&count=${count}&track=${track}`);
      if (run !== this.run) return null;
      const rows = store.tracks[track].rows, to = answer.next ?? Math.min(rows.length, from + count), ids = [];
      for (let n = from; n < to && n < rows.length; n++) { ids.push(rows[n].id); store.setFindings(rows[n].id, answer.findings[rows[n].id] || []); }
      for (const [id, speed] of Object.entries(answer.speeds || {})) store.speeds.set(id, speed);
      store.emit("judged", { ids });
      return answer;
    } catch { return null; }
  }

  event(body) {
    if (body.again) this.start();
    if (body.findings) { for (const [id, found] of Object.entries(body.findings)) this.app.store.setFindings(id, found); this.app.store.emit("judged", { ids: Object.keys(body.findings) }); }
  }

  rest() { clearTimeout(this.resting); this.resting = setTimeout(() => this.#speeds(), 160); }

  async #speeds() {
    const { store, api, list } = this.app, run = (this.measuring = (this.measuring || 0) + 1);
    for (const id of [...list.live.keys()]) {
      if (run !== this.measuring) return;
      const row = store.row(id);
      if (!row || store.speeds.has(id)) continue;
      try { const found = await api.post("measure", { id, lines: row.lines }); store.setCounters(id, found.counters); list.update([id]); } catch { return; }
    }
  }
}
