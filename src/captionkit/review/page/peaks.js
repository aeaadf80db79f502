// The shape of the sound: pairs of smallest and largest value, one pair each 2 ms, coming in while ffmpeg still
// computes; coarser levels (each a quarter) are made here.

const FACTOR = 4, COARSEST = 4096;

export class Peaks {
  step = 2;
  count = 0;
  ready = false;
  levels = [];

  constructor(api, changed) { this.api = api; this.changed = changed; }

  start(duration) {
    let pairs = Math.ceil(duration / this.step) + 5000, step = this.step;
    for (; step <= COARSEST * this.step; step *= FACTOR, pairs = Math.ceil(pairs / FACTOR)) this.levels.push({ step, data: new Int8Array(pairs * 2) });
    return this.more();
  }

  // fetches what is there beyond what is known; called again at each event
  async more() {
    if (this.loading || this.ready) { this.again = true; return; }
    this.loading = true;
    try {
      const facts = await this.api.get("peaks.json");
      const have = this.count * 2;
      if (facts.bytes > have) {
        const answer = await fetch(this.api.url("peaks"), { headers: { Range: `bytes=${have}-` } });
        if (answer.ok && answer.body) await this.#read(answer.body, answer.status === 200 ? have : 0);
      }
      this.ready = !!facts.ready && this.count * 2 >= facts.bytes;
    } catch { /* the next event tries again */ }
    this.loading = false;
    this.changed();
    if (this.again) { this.again = false; await this.more(); }
  }

  async #read(body, skip) {
    let odd = null;
    const reader = body.getReader();
    for (;;) {
      let { done, value: chunk } = await reader.read();
      if (done) break;
      if (skip >= chunk.length) { skip -= chunk.length; continue; }
      chunk = chunk.subarray(skip);
      skip = 0;
      if (odd !== null) { const joined = new Uint8Array(chunk.length + 1); joined[0] = odd; joined.set(chunk, 1); chunk = joined; odd = null; }
      if (chunk.length % 2) { odd = chunk[chunk.length - 1]; chunk = chunk.subarray(0, chunk.length - 1); }
      this.add(new Int8Array(chunk.buffer, chunk.byteOffset, chunk.length));
      this.changed();
    }
  }

  add(pairs) {
    const fine = this.levels[0];
    const fit = Math.min(pairs.length, fine.data.length - this.count * 2);
    fine.data.set(pairs.subarray(0, fit), this.count * 2);
    let from = this.count;
    this.count += fit / 2;
    let to = this.count;
    for (let n = 1; n < this.levels.length; n++) {
      const below = this.levels[n - 1].data, level = this.levels[n].data;
      from = Math.floor(from / FACTOR);
      const end = Math.ceil(to / FACTOR);
      for (let k = from; k < end; k++) {
        let low = 127, high = -128;
        for (let i = k * FACTOR; i < Math.min((k + 1) * FACTOR, to); i++) {
          if (below[2 * i] < low) low = below[2 * i];
          if (below[2 * i + 1] > high) high = below[2 * i + 1];
        }
        level[2 * k] = low;
        level[2 * k + 1] = high;
      }
      to = end;
    }
  }

  get end() { return this.count * this.step; }

  // [low, high] of -128..127 between two times
  range(from, to) {
    let level = this.levels[0];
    for (const next of this.levels) if (next.step <= (to - from)) level = next; else break;
    const last = Math.ceil(this.end / level.step);
    const first = Math.max(0, Math.floor(from / level.step)), stop = Math.min(last, Math.max(first + 1, Math.ceil(to / level.step)));
    let low = 127, high = -128;
    for (let k = first; k < stop; k++) {
      if (level.data[2 * k] < low) low = level.data[2 * k];
      if (level.data[2 * k + 1] > high) high = level.data[2 * k + 1];
    }
    return high < low ? null : [low, high];
  }
}
