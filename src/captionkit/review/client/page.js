"use strict";
// The client's page: notes are kept in this browser under the page's own name and given back as a small file.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent), texts = data.texts;
  const KEY = "captionkit notes " + data.export, rows = data.rows, byId = new Map(rows.map((row, at) => [row[0], at]));
  const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
    node.append(...children.filter((child) => child !== null));
    return node;
  };
  const button = (words, press, attributes = {}) => {
    const node = el("button", { type: "button", ...attributes }, words);
    node.addEventListener("click", press);
    return node;
  };
  const clock = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000)), two = (n) => String(n).padStart(2, "0");
    return (s >= 3600 ? Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) : Math.floor(s / 60)) + ":" + two(s % 60);
  };
  const find = (id) => document.getElementById(id), now = () => new Date().toISOString();

  // --- what was said: {who, notes: {key: {cue, ms, text, suggest, written}}, right: {cue: written}, rest: [cues]}
  let kept = true, said = { who: "", notes: {}, right: {}, rest: [] };
  const load = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "null");
      if (found && typeof found === "object") said = { ...said, ...found };
    } catch { /* nothing was kept, or not by this page */ }
  };
  let waiting = 0, cost = 0;
  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    const begun = performance.now();
    try { localStorage.setItem(KEY, JSON.stringify(said)); kept = true; } catch { kept = false; }
    tally();
    cost = performance.now() - begun;
  };
  // each letter is kept at once: what is kept only when the page goes may come too late for the page that follows.
  // Typing does not wait for it: where keeping takes long it is done when typing rests, and before the page goes.
  const keepSoon = () => { if (cost < 5) keep(); else waiting = waiting || setTimeout(keep, 300); };
  addEventListener("pagehide", () => { if (waiting) keep(); });
  addEventListener("visibilitychange", () => { if (waiting && document.hidden) keep(); });
  load();

  const isSaid = (note) => note && (note.text.trim() || note.suggest.trim());
  const spoken = () => Object.entries(said.notes).filter(([, note]) => isSaid(note));

  function given() {
    if (waiting) keep();
    const notes = [];
    for (const [, note] of spoken()) {
      const at = note.cue === null ? undefined : byId.get(note.cue);
      notes.push({ cue: note.cue, ms: note.ms, was: at === undefined ? "" : rows[at][3], text: note.text.trim(), ...(note.suggest.trim() ? { suggest: note.suggest.trim() } : {}), written: note.written });
    }
    for (const [cue, written] of Object.entries(said.right)) {
      const at = byId.get(cue);
      if (at !== undefined) notes.push({ cue, ms: rows[at][1], was: rows[at][3], text: "", state: "approved", written });
    }
    notes.sort((a, b) => a.ms - b.ms);
    return { captionkit: "notes", version: 1, export: data.export, track: data.track, who: said.who.trim(), notes };
  }

  // --- the tray: how far it is, and the way back
  const count = el("b"), state = el("span"), live = find("live");
  const file = () => new File([JSON.stringify(given(), null, 1) + "\n"], "notes." + data.stem + ".json", { type: "application/json" });
  function save() {
    const made = file(), link = el("a", { href: URL.createObjectURL(made), download: made.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    state.textContent = live.textContent = say("saved", { name: made.name });
  }
  const canShare = () => { try { return matchMedia("(pointer: coarse)").matches && navigator.canShare({ files: [file()] }); } catch { return false; } };
  const share = canShare() ? [button(say("share"), () => navigator.share({ files: [file()] }).catch(() => {}))] : [];
  find("tray").append(el("p", { class: "tally" }, count, state), ...share, button(say("save"), save, { class: "main" }));
  find("tray").hidden = false;
  function tally() {
    count.textContent = say("tally", { right: Object.keys(said.right).length, n: rows.length, notes: spoken().length });
    state.textContent = say(kept ? "kept" : "not.kept");
  }
  addEventListener("beforeunload", (event) => { if (!kept) event.preventDefault(); });

  // --- notes
  function noteField(key, about, label, gone) {
    const note = said.notes[key] || { ...about, text: "", suggest: "", written: now() }, node = el("div", { class: "note-field" });
    const field = (name, rows_) => {
      const area = el("textarea", { id: key + "-" + name, rows: rows_, dir: "auto", maxlength: 20000 });
      area.value = note[name];
      area.addEventListener("input", () => { note[name] = area.value; said.notes[key] = note; keepSoon(); });
      return [el("label", { for: area.id }, say("note." + name)), area];
    };
    node.append(...field("text", 2), ...(note.cue === null ? [] : field("suggest", 2)), el("div", { class: "acts" }, button(say("remove"), () => { delete said.notes[key]; keep(); node.remove(); gone(); })));
    node.setAttribute("role", "group");
    node.setAttribute("aria-label", label);
    return node;
  }

  // --- the cues
  const list = find("list"), cards = new Map();
  function dress(at) {
    const [id, start] = rows[at], n = at + 1, card = find(id), body = card.lastElementChild;
    const right = button(say("right"), () => { if (said.right[id]) delete said.right[id]; else said.right[id] = now(); keep(); show(); }, { class: "right", "aria-label": say("right.cue", { n }) });
    const note = button(say("note"), () => { if (field) field.querySelector("textarea").focus(); else open(true); }, { "aria-label": say("note.cue", { n }), "aria-expanded": "false" });
    let field = null;
    const open = (focus) => {
      field = noteField(id, { cue: id, ms: start }, say("note.cue", { n }), () => { field = null; note.setAttribute("aria-expanded", "false"); note.focus(); });
      body.append(field);
      note.setAttribute("aria-expanded", "true");
      if (focus) field.querySelector("textarea").focus();
    };
    const show = () => { right.setAttribute("aria-pressed", String(!!said.right[id])); card.classList.toggle("good-edge", !!said.right[id]); };
    body.append(el("div", { class: "acts" }, player ? button(say("play"), () => player.cue(at), { "aria-label": say("play.cue", { n }) }) : null, right, note));
    show();
    if (isSaid(said.notes[id])) open(false);
    cards.set(id, { card, show });
  }

  function rest() {
    const press = button("", () => {
      if (said.rest.length) { for (const id of said.rest) delete said.right[id]; said.rest = []; } else {
        const busy = new Set(spoken().map(([key]) => key)), when = now();
        said.rest = rows.map((row) => row[0]).filter((id) => !said.right[id] && !busy.has(id));
        for (const id of said.rest) said.right[id] = when;
      }
      keep();
      for (const { show } of cards.values()) show();
      words();
      live.textContent = count.textContent;
    });
    const words = () => { press.textContent = say(said.rest.length ? "rest.back" : "rest"); };
    words();
    list.after(el("p", { class: "rest" }, press));
  }

  // --- the film
  const film = data.film;
  let player = null;
  if (film) player = play();
  function play() {
    const video = el("video", { playsinline: true, preload: "metadata", "aria-label": say("picture"), tabindex: "-1" }), notice = find("notice");
    const toggle = button(say("play"), () => (video.paused ? video.play().catch(() => {}) : video.pause()), { class: "main" }), time = el("output", {}, clock(0));
    const place = el("input", { type: "range", min: 0, max: Math.max(1, film.duration), step: 100, value: 0, "aria-label": say("position") });
    const at = () => Math.round((video.currentTime - film.start) * 1000), order = rows.map((_, n) => n).sort((a, b) => rows[a][1] - rows[b][1]);
    let until = Infinity, shown = null, sources = [...film.sources];
    const captions = video.addTextTrack("captions", "captions", data.language || "und");
    captions.mode = "showing";
    for (const [, start, end, text, vtt, settings] of rows) {
      if (end <= start) continue;
      const cue = new VTTCue(Math.max(0, film.start + start / 1000), film.start + end / 1000, vtt ?? escapeVtt(text));
      settle(cue, settings);
      captions.addCue(cue);
    }
    const seek = (ms) => { until = Infinity; video.currentTime = Math.max(0, film.start + ms / 1000); };
    const mark = (follow) => {
      const ms = at();
      let n = null, low = 0, high = order.length;
      while (low < high) { const middle = (low + high) >> 1; if (rows[order[middle]][1] <= ms) low = middle + 1; else high = middle; }
      if (low && rows[order[low - 1]][2] > ms) n = order[low - 1];
      if (n === shown) return;
      if (shown !== null) { const old = find(rows[shown][0]); old.classList.remove("now"); old.removeAttribute("aria-current"); }
      shown = n;
      if (n === null) return;
      const card = find(rows[n][0]);
      card.classList.add("now");
      card.setAttribute("aria-current", "true");
      if (follow && !card.contains(document.activeElement) && document.activeElement?.tagName !== "TEXTAREA") card.scrollIntoView({ block: "nearest" });
    };
    const tick = () => {
      const ms = at();
      time.textContent = clock(ms) + " / " + clock(film.duration);
      if (document.activeElement !== place || video.paused === false) place.value = ms;
      place.setAttribute("aria-valuetext", clock(ms));
      if (ms >= until) { until = Infinity; video.pause(); }
      mark(!video.paused);
      if (!video.paused) requestAnimationFrame(tick);
    };
    const next = () => { if (sources.length) { video.src = sources.shift(); return; } missing(); };
    const missing = () => {
      const choose = el("input", { type: "file", accept: "video/*,audio/*", "aria-label": say("film.choose") });
      choose.addEventListener("change", () => { if (choose.files[0]) { notice.hidden = true; video.src = URL.createObjectURL(choose.files[0]); } });
      notice.replaceChildren(el("p", {}, say("film.missing", { name: film.name })), choose);
      notice.hidden = false;
    };
    video.addEventListener("error", next);
    video.addEventListener("loadedmetadata", () => {
      if (Number.isFinite(video.duration)) { film.duration = Math.round((video.duration - film.start) * 1000); place.max = film.duration; }
      if (film.picture && !video.videoWidth) { notice.replaceChildren(el("p", {}, say("film.blind", { name: film.name }))); notice.hidden = false; }
      tick();
    });
    video.addEventListener("play", () => { toggle.textContent = say("pause"); tick(); });
    video.addEventListener("pause", () => { toggle.textContent = say("play"); tick(); });
    video.addEventListener("seeked", tick);
    video.addEventListener("click", () => toggle.click());
    place.addEventListener("input", () => seek(Number(place.value)));
    find("screen").append(video);
    find("transport").append(toggle, button(say("back"), () => seek(at() - 3000)), button(say("moment"), () => { video.pause(); moment(Math.max(0, at())); }), el("div", { class: "place" }, place, time));
    next();
    addEventListener("keydown", (event) => {
      if (event.key !== " " || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("button, input, textarea, a, summary")) return;
      event.preventDefault();
      toggle.click();
    });
    return { seek, cue: (n) => { const [, start, end] = rows[n]; seek(Math.max(0, start - 100)); until = Math.max(start + 100, end - 80); video.play().catch(() => {}); } };
  }

  // --- notes on a moment, which are about no cue
  const moments = find("moments");
  function moment(ms, key = "at " + ms + " " + Date.now(), focus = true) {
    const label = say("note.at", { time: clock(ms) }), item = el("li", { class: "cue-card" }, el("div", { class: "times" }, player ? button(clock(ms), () => player.seek(ms), { "aria-label": say("play") + " " + clock(ms) }) : el("span", { class: "number" }, clock(ms))), el("div"));
    item.lastElementChild.append(noteField(key, { cue: null, ms }, label, () => { item.remove(); moments.hidden = !moments.querySelector("li"); }));
    moments.querySelector("ol").append(item);
    moments.hidden = false;
    if (focus) item.querySelector("textarea").focus();
  }

  const who = find("who");
  who.value = said.who;
  who.addEventListener("input", () => { said.who = who.value; keepSoon(); });
  rows.forEach((_, at) => dress(at));
  rest();
  for (const [key, note] of spoken()) if (note.cue === null) moment(note.ms, key, false);
  find("first").hidden = true;
  for (const node of document.querySelectorAll(".needs-script")) node.hidden = false;
  addEventListener("storage", (event) => { if (event.key === KEY && !waiting) { load(); for (const { show } of cards.values()) show(); tally(); } });
  tally();
})();
