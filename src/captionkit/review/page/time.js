// Times as people write them. Frame k stands from k * den / num seconds; ms are whole numbers.

const pad = (number, width = 2) => String(number).padStart(width, "0");

export class Clock {
  constructor(rate = null, startTimecode = null, drop = false) {
    this.rate = rate;
    this.base = rate ? Math.round(rate.num / rate.den) : 0;
    this.drop = !!drop && this.base % 30 === 0;
    this.offset = rate && startTimecode ? this.#frames(startTimecode.split(/[:;]/).map(Number)) : 0;
    this.unit = rate ? "f" : "ms";
  }

  frame(ms) { return Math.round((ms * this.rate.num) / (this.rate.den * 1000)); }
  ms(frame) { return Math.round((frame * this.rate.den * 1000) / this.rate.num); }
  snap(ms) { return this.rate ? this.ms(this.frame(ms)) : Math.round(ms); }
  // one frame on, or 10 ms where no rate is known
  step(ms, count) { return this.rate ? this.ms(this.frame(ms) + count) : ms + 10 * count; }

  text(ms) { return this.rate ? this.#label(this.frame(ms) + this.offset) : this.plain(ms); }

  plain(ms) {
    const sign = ms < 0 ? "-" : "", t = Math.abs(Math.round(ms));
    return `${sign}${pad(Math.floor(t / 3600000))}:${pad(Math.floor(t / 60000) % 60)}:${pad(Math.floor(t / 1000) % 60)}.${pad(t % 1000, 3)}`;
  }

  seconds(ms) { return (ms / 1000).toFixed(2); }
  // a length in frames where a rate is known, else in ms
  length(ms) {
    if (!this.rate) return `${ms} ms`;
    const frames = this.frame(ms);
    return Math.abs(frames) > 99 ? this.seconds(ms) + " s" : `${frames} f`;
  }

  #label(frame) {
    const sign = frame < 0 ? "-" : "";
    let count = Math.abs(frame);
    if (this.drop) {
      const lost = this.base / 15, tens = 10 * 60 * this.base - 9 * lost, minute = 60 * this.base - lost;
      const rest = count % tens;
      count += 9 * lost * Math.floor(count / tens) + (rest >= 60 * this.base ? lost * (1 + Math.floor((rest - 60 * this.base) / minute)) : 0);
    }
    const second = Math.floor(count / this.base);
    return `${sign}${pad(Math.floor(second / 3600))}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)}${this.drop ? ";" : ":"}${pad(count % this.base)}`;
  }

  #frames([hours, minutes, seconds, frames]) {
    const count = ((hours * 60 + minutes) * 60 + seconds) * this.base + frames;
    if (!this.drop) return count;
    const all = hours * 60 + minutes;
    return count - (this.base / 15) * (all - Math.floor(all / 10));
  }

  // `1:02:05:13`, `1:02:05.520`, `62:05`, `+3f`, `-200`: ms, or null where it is none of these
  parse(typed, now = 0) {
    const text = typed.trim().replace(",", ".");
    const by = /^([+-])\s*(\d+)\s*(f|ms|s)?$/i.exec(text);
    if (by) {
      const count = Number(by[2]) * (by[1] === "-" ? -1 : 1), unit = (by[3] || "ms").toLowerCase();
      if (unit === "f") return this.rate ? this.step(now, count) : null;
      return now + (unit === "s" ? count * 1000 : count);
    }
    const code = /^(\d{1,3})[:;](\d{1,2})[:;](\d{1,2})[:;](\d{1,3})$/.exec(text);
    if (code) return this.rate && Number(code[4]) < this.base ? this.ms(this.#frames(code.slice(1).map(Number)) - this.offset) : null;
    const plain = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:\.(\d{1,3}))?$/.exec(text);
    if (!plain) return null;
    const whole = (Number(plain[1] || 0) * 60 + Number(plain[2] || 0)) * 60 + Number(plain[3]);
    return whole * 1000 + Number((plain[4] || "0").padEnd(3, "0"));
  }
}
