// The film: frames by their middles, the frame shown by requestVideoFrameCallback, the newest wish while a seek is under
// way, a watchdog for seeks that never end. Times are the track's (ms from the picture's first frame).

const PATIENCE = 1000; // ms until a seek counts as lost

export class Player extends EventTarget {
  lost = 0;
  range = null;

  constructor(video, app) {
    super();
    this.video = video;
    this.app = app;
    this.shown = 0; // media time of the frame on screen, in s
    this.wish = null;
    video.addEventListener("seeked", () => this.#arrived());
    video.addEventListener("play", () => { this.emit("state"); this.#tick(); });
    video.addEventListener("pause", () => this.emit("state"));
    video.addEventListener("ended", () => this.emit("state"));
    video.addEventListener("ratechange", () => this.emit("state"));
    video.addEventListener("loadeddata", () => this.#loaded());
    video.addEventListener("error", () => { if (video.error && video.src) this.emit("unplayable", { why: "player.error" }); });
  }

  emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  open(film, url) {
    this.film = film;
    this.url = url;
    this.origin = film.start || 0;
    this.proven = false;
    clearTimeout(this.dog);
    this.seeking = null;
    this.wish = this.target == null ? null : this.middle(this.target); // what was sought before there was this film
    this.video.src = url;
    this.#frames();
  }

  // one standing loop: a callback asked for at the seek would name the frame before now and then
  #frames() {
    if (this.watching || !this.video.requestVideoFrameCallback) return;
    this.watching = true;
    const seen = (now, facts) => { this.shown = facts.mediaTime; this.emit("frame"); this.video.requestVideoFrameCallback(seen); };
    this.video.requestVideoFrameCallback(seen);
  }

  #loaded() {
    if (this.film.video && this.film.plays !== "no picture" && this.video.videoWidth === 0) this.emit("unplayable", { why: "player.no-picture" });
    this.emit("loaded");
    if (this.wish === null && this.video.currentTime === 0) this.seek(0);
    else if (this.wish !== null && !this.seeking) this.#go(); // what was wished before there was a film
  }

  get rate() { const rate = this.app.clock.rate; return this.film?.variable ? null : rate; }
  get playing() { return !this.video.paused && !this.video.ended; }
  get ready() { return !!this.film && this.video.readyState > 0; }
  get duration() { return this.film?.duration || 0; } // ms

  // the frame on screen, and its time in ms
  get frame() { return Math.round(((this.shown - this.origin) * this.rate.num) / this.rate.den); }
  get ms() {
    if (this.target !== null && this.target !== undefined && !this.playing) return this.target;
    if (this.playing && !this.video.requestVideoFrameCallback) return (this.video.currentTime - this.origin) * 1000;
    return Math.max(0, (this.shown - this.origin) * 1000);
  }
  // for drawing while it plays: between two frames time goes on
  get smooth() { return this.playing ? (this.video.currentTime - this.origin) * 1000 : this.ms; }

  middle(ms) {
    if (!this.rate) return this.origin + ms / 1000;
    const frame = Math.max(0, this.app.clock.frame(ms));
    return this.origin + ((frame + 0.5) * this.rate.den) / this.rate.num;
  }

  seek(ms) {
    const last = this.duration ? this.duration - (this.rate ? (1000 * this.rate.den) / this.rate.num : 1) : Infinity;
    const to = Math.max(0, Math.min(ms, last));
    this.target = this.rate ? this.app.clock.ms(this.app.clock.frame(to)) : to;
    this.wish = this.middle(to);
    this.emit("time");
    if (!this.ready) return;
    if (!this.seeking) this.#go();
  }

  #go() {
    this.seeking = this.wish;
    this.wish = null;
    clearTimeout(this.dog);
    this.dog = setTimeout(() => this.#stuck(), PATIENCE);
    this.video.currentTime = this.seeking;
  }

  #arrived() {
    clearTimeout(this.dog);
    this.seeking = null;
    if (this.wish !== null) { this.#go(); return; }
    // where no picture says which frame is shown, it is the one that was sought
    if (!this.video.requestVideoFrameCallback || !this.video.videoWidth) this.shown = this.target == null ? this.video.currentTime : this.origin + this.target / 1000;
    this.target = null;
    this.emit("time");
  }

  // no `seeked`: load the source again; a second time the film is offered as a proxy
  #stuck() {
    const to = this.wish ?? this.seeking, playing = this.playing;
    this.lost++;
    this.emit("stuck", { times: this.lost });
    this.seeking = null;
    this.wish = to;
    if (this.lost >= 2) this.emit("unplayable", { why: "player.seeks" });
    if (this.lost > 4) return;
    this.video.addEventListener("loadeddata", () => { this.#go(); if (playing) this.video.play(); }, { once: true });
    this.video.load();
  }

  step(count) {
    this.pause();
    if (this.rate) {
      const frame = this.app.clock.frame(this.ms);
      this.seek(this.app.clock.ms(Math.max(0, frame + count)));
    } else this.seek(this.ms + count * 40);
  }

  async play() {
    this.range = null;
    await this.#play();
  }

  async #play() {
    if (!this.ready) return;
    try { await this.video.play(); } catch (error) { if (error.name !== "AbortError") this.emit("unplayable", { why: "player.error" }); }
  }

  pause() { this.range = null; this.video.pause(); }
  toggle() { if (this.playing) this.pause(); else this.play(); }

  playRange(from, to, loop = false) {
    this.seek(from);
    this.range = { from, to, loop };
    this.#play();
  }

  speed(rate) {
    this.video.preservesPitch = true;
    this.video.playbackRate = Math.max(0.25, Math.min(4, Math.round(rate * 100) / 100));
  }

  #tick() {
    if (!this.playing) return;
    if (!this.seeking) {
      const now = (this.video.currentTime - this.origin) * 1000;
      if (this.range && now >= this.range.to && now < this.range.to + 1500) this.#ranEnd();
      if (!this.proven) this.#prove();
      this.target = null;
      this.emit("time");
    }
    requestAnimationFrame(() => this.#tick());
  }

  #ranEnd() {
    const { from, to, loop } = this.range;
    if (loop) { this.seek(from); return; }
    this.range = null;
    this.video.pause();
    const last = this.rate ? this.app.clock.ms(this.app.clock.frame(to) - 1) : to;
    this.seek(Math.max(from, last));
  }

  // sound is expected but none was decoded after half a second: say so
  #prove() {
    if (this.video.currentTime - (this.provenFrom ??= this.video.currentTime) < 0.5) return;
    this.proven = true;
    if (this.film.audio && this.film.plays !== "no sound" && this.video.webkitAudioDecodedByteCount === 0) this.emit("unplayable", { why: "player.no-sound" });
  }
}
