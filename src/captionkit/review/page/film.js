// The film and what belongs to it: opening it or its proxy, the sound's shape, speech and shot changes, type-along, the
// small sounds when a cue comes and goes.

import { button, byId, el, fill } from "./dom.js";
import { Peaks } from "./peaks.js";
import { say } from "./words.js";

export class Film {
  constructor(app) { this.app = app; }

  open(film) {
    const { app } = this;
    document.body.classList.toggle("filmless", !film);
    if (!film) { this.notice(say("film.none")); app.captions.fill(app.store.rows, 0); return; }
    if (this.opened === film.name) { app.captions.fill(app.store.rows, app.player.origin); return; }
    this.opened = film.name;
    if (film.plays === "yes" || film.plays === "no picture" || film.plays === "no sound") app.player.open(film, app.api.url("film"));
    if (film.proxy === "ready") this.useProxy(film.proxy_start); else if (film.plays !== "yes") this.unplayable("", film.why);
    app.captions.fill(app.store.rows, app.player.origin || 0);
    app.peaks = new Peaks(app.api, () => app.wave.soon());
    app.peaks.start(film.duration || 3 * 3600 * 1000);
    this.evidence("speech");
    this.evidence("shots");
  }

  async evidence(name) {
    try { this.app.snapper[name] = await this.app.api.get(name + ".json"); this.app.snapper.edgeList = null; this.app.wave.soon(); } catch { /* it may come later */ }
  }

  event(name, body) {
    if (name === "peaks") this.app.peaks?.more();
    else if (name === "proxy") this.#proxy(body);
    else if (body.state === "ready" || body.done >= 1) this.evidence(name);
  }

  useProxy(start) {
    const { player, store, captions } = this.app, ms = player.ms || 0;
    this.proxied = true;
    player.lost = 0;
    player.open({ ...store.film, start: start ?? store.film.start, plays: "yes" }, this.app.api.url("proxy"));
    captions.fill(store.rows, player.origin);
    player.seek(ms);
    this.notice("");
  }

  #proxy(body) {
    if (body.error) { this.notice(say("proxy.failed", { why: body.error })); return; }
    if (body.state === "ready" || body.done >= 1) { this.useProxy(body.start); this.app.say(say("proxy.ready")); return; }
    this.notice(say("proxy.making", { n: Math.round((body.done || 0) * 100) }));
  }

  // what is missing, in words, and the offer of a copy that plays
  unplayable(why, words = "") {
    const { film } = this.app.store;
    if (this.proxied || !film) return;
    const text = words || film.why || say(why || "player.error");
    if (film.proxy === "making") { this.notice(say("proxy.making", { n: 0 })); return; }
    this.notice(text, button(say("proxy.make"), async () => {
      try { await this.app.api.post("proxy"); this.notice(say("proxy.making", { n: 0 })); } catch (error) { this.notice(error.message); }
    }, { class: "tool primary" }));
  }

  notice(text, ...more) {
    const node = byId("notice");
    node.hidden = !text;
    fill(node, el("p", { text }), ...more);
  }

  playOrPause() {
    const { player, options } = this.app;
    clearTimeout(this.resuming);
    if (!player.playing && options.along && this.app.editor.editing) player.seek(player.ms - 1000);
    player.toggle();
  }

  // typing stops the film; it goes on from a second before when typing stops
  typedAlong() {
    const { player, options } = this.app;
    if (!options.along) return;
    if (player.playing) { player.video.pause(); this.paused = true; }
    if (!this.paused) return;
    clearTimeout(this.resuming);
    this.resuming = setTimeout(() => { this.paused = false; player.seek(player.ms - 1000); player.play(); }, 1500);
  }

  tick(on) {
    if (!this.app.options.ticks) return;
    const sound = (this.sound ??= new AudioContext()), tone = sound.createOscillator(), gain = sound.createGain();
    tone.frequency.value = on ? 1200 : 700;
    gain.gain.setValueAtTime(0.15, sound.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.05);
    tone.connect(gain).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.06);
  }
}
