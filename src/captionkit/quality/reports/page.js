"use strict";
(() => {
  const report = JSON.parse(document.getElementById("data").textContent);
  const RANK = { ok: 0, info: 1, warning: 2, error: 3 };
  const SHOWN = 200, WIDEST = 60000;
  const make = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const draw = (name, attributes, title) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    if (title !== undefined) {
      const label = document.createElementNS("http://www.w3.org/2000/svg", "title");
      label.textContent = title;
      node.append(label);
    }
    return node;
  };
  const label = (x, y, words, anchor) => {
    const node = draw("text", { x, y, "text-anchor": anchor || "start" });
    node.textContent = words;
    return node;
  };
  const button = (words, press, attributes) => {
    const node = make("button", { type: "button", ...attributes }, words);
    node.addEventListener("click", press);
    return node;
  };
  const many = (number, word) => number + " " + word + (number === 1 ? "" : "s");
  const clock = (ms) => {
    const sign = ms < 0 ? "-" : "", t = Math.abs(ms), pad = (n, w) => String(n).padStart(w, "0");
    return sign + pad(Math.floor(t / 3600000), 2) + ":" + pad(Math.floor(t / 60000) % 60, 2) + ":" + pad(Math.floor(t / 1000) % 60, 2) + "." + pad(t % 1000, 3);
  };
  const seconds = (ms) => (ms / 1000).toFixed(2).replace(/\.?0+$/, "") + " s";

  document.getElementById("about").textContent = "Profile " + report.profile + " \u00b7 captionkit " + report.version;
  const count = { error: 0, warning: 0, info: 0 };
  report.files.forEach((file) => file.findings.forEach((f) => { count[f[1]] += 1; }));
  const total = (number, word, kind) => make("li", {}, make("b", kind && number ? { class: kind } : {}, String(number)), word);
  document.getElementById("totals").append(
    total(report.files.length, report.files.length === 1 ? "file" : "files"),
    ...Object.entries(count).map(([kind, number]) => total(number, kind === "info" ? "infos" : kind + (number === 1 ? "" : "s"), kind)));

  report.files.forEach((file, index) => document.getElementById("files").append(section(file, index)));

  function section(file, index) {
    const box = make("section", { id: "file-" + index, "aria-labelledby": "name-" + index }, make("h2", { id: "name-" + index }, file.name));
    if (file.error) {
      box.append(make("p", { class: "box error" }, "Could not be checked: " + file.error));
      return box;
    }
    const worst = file.cues.map(() => "ok"), found = file.cues.map(() => []), whole = [], fixes = new Map();
    file.findings.forEach((finding) => {
      const [cue, severity] = finding;
      if (!cue) { whole.push(finding); return; }
      found[cue - 1].push(finding);
      if (RANK[severity] > RANK[worst[cue - 1]]) worst[cue - 1] = severity;
    });
    file.fixes.forEach((fix) => fix[0].forEach((cue) => fixes.set(cue, fix)));
    const facts = [many(file.cues.length, "cue"), many(file.findings.length, "finding")];
    if (fixes.size) facts.push("fix would change " + many(fixes.size, "cue"));
    if (file.waived.length) facts.push(file.waived.length + " waived");
    if (file.known) facts.push(file.known + " known from the baseline");
    box.append(make("p", { class: "soft" }, facts.join(" \u00b7 ")));
    const state = { severity: "", rule: "", words: "", cue: 0, all: false, shown: SHOWN };
    const list = make("ol", { class: "cues" }), more = make("div", { class: "more soft", role: "status" });
    const line = file.cues.length ? timeline(file, worst, index, choose) : null;
    if (line) box.append(line.node);
    if (whole.length) box.append(make("div", { class: "box" }, make("h3", {}, "The whole track"), messages(whole)));
    box.append(filters(file, state, () => { state.cue = 0; state.shown = SHOWN; fill(); }), list, more);
    if (file.waived.length) box.append(make("details", { class: "box" }, make("summary", {}, many(file.waived.length, "waived finding")),
      make("ul", { class: "what" }, ...file.waived.map(([cue, rule, reason]) => make("li", {}, (cue ? "cue " + cue + ": " : "") + rule + " \u2013 " + reason)))));
    if (file.statistics) box.append(statistics(file, worst, choose));

    function choose(cue) {
      state.cue = cue;
      fill();
      const card = list.firstElementChild;
      if (card) card.scrollIntoView({ block: "nearest" });
    }

    function wanted() {
      const cues = [];
      file.cues.forEach(([, , text], i) => {
        if (state.cue) { if (state.cue === i + 1) cues.push(i); return; }
        const filtered = state.severity || state.rule;
        const fits = found[i].some(([, severity, rule]) => (!state.severity || severity === state.severity) && (!state.rule || rule === state.rule));
        if (!(fits || (!filtered && (state.all || fixes.has(i + 1))))) return;
        if (state.words && !(text + "\n" + found[i].map((f) => f[2] + " " + f[3]).join("\n")).toLowerCase().includes(state.words)) return;
        cues.push(i);
      });
      return cues;
    }

    function fill() {
      const cues = wanted();
      list.replaceChildren(...cues.slice(0, state.shown).map((i) => card(file, i, found[i], worst[i], fixes.get(i + 1))));
      if (line) line.mark(state.cue);
      more.replaceChildren();
      if (state.cue) more.append("Cue " + state.cue + " only", button("Back to the list", () => { state.cue = 0; fill(); }, { class: "back" }));
      else if (cues.length > state.shown) more.append("The first " + state.shown + " of " + many(cues.length, "cue"), button("Show " + Math.min(SHOWN, cues.length - state.shown) + " more", () => { state.shown += SHOWN; fill(); }));
      else more.append(cues.length || file.cues.length === 0 ? many(cues.length, "cue") + " shown" : found.some((f) => f.length) ? "No cue fits the filters" : "No findings in any cue");
    }
    addEventListener("beforeprint", () => { state.shown = Infinity; fill(); list.querySelectorAll("details").forEach((d) => { d.open = true; }); });
    fill();
    return box;
  }

  function messages(found) {
    return make("ul", { class: "what" }, ...found.map(([, severity, rule, message, hint]) =>
      make("li", {}, make("b", { class: severity }, severity), " " + message + " ", make("span", { class: "soft" }, "[" + rule + "]" + (hint ? " \u2013 " + hint : "")))));
  }

  function card(file, i, found, worst, fix) {
    const [start, end, text, speed] = file.cues[i], over = report.maxSpeed && speed > report.maxSpeed;
    const times = make("div", { class: "times" }, make("b", { class: "number" }, String(i + 1)), make("span", {}, clock(start)), make("span", {}, "\u2192 " + clock(end)),
      make("span", {}, seconds(end - start)), make("span", over ? { class: "over" } : {}, speed.toFixed(1) + " cps" + (over ? ", limit " + report.maxSpeed : "")));
    const said = make("p", { class: "said", dir: "auto" });
    (file.marked[i + 1] || [[text, "", ""]]).forEach(([part, kinds, title]) => said.append(kinds ? make("mark", { class: kinds, title }, part) : part));
    const limits = new Set((file.marked[i + 1] || []).flatMap((part) => part[2] ? part[2].split("; ") : []));
    const groups = new Map();
    found.forEach(([, severity, rule]) => { const old = groups.get(rule); groups.set(rule, [old ? old[0] + 1 : 1, severity]); });
    const badges = [...groups].sort((a, b) => RANK[b[1][1]] - RANK[a[1][1]]).map(([rule, [number, severity]]) => make("li", { class: "badge " + severity }, rule + (number > 1 ? " \u00d7" + number : "")));
    const body = make("div", {}, said, ...(limits.size ? [make("p", { class: "soft key" }, "Marked: " + [...limits].join("; "))] : []), make("ul", { class: "badges" }, ...(badges.length ? badges : [make("li", { class: "badge good" }, "no findings")])));
    if (found.length) body.append(messages(found));
    if (fix) body.append(change(file, fix, i + 1));
    return make("li", { class: "cue-card " + worst + "-edge", "data-number": String(i + 1) }, times, body);
  }

  function change(file, [numbers, after, by], own) {
    const cue = ([start, end, text]) => [make("p", { class: "when" }, clock(start) + " \u2192 " + clock(end) + "  " + seconds(end - start)), make("p", { dir: "auto" }, text)];
    const first = numbers[0] === own, title = "fix: " + by.join(", ");
    if (!first) return make("p", { class: "soft" }, title + " \u2013 shown at cue " + numbers[0]);
    const both = make("div", { class: "both" },
      make("div", { class: "before" }, make("h4", {}, numbers.length > 1 ? "Before: cues " + numbers.join(", ") : "Before"), ...numbers.flatMap((n) => cue(file.cues[n - 1]))),
      make("div", { class: "after" }, make("h4", {}, after.length > 1 ? "After: " + after.length + " cues" : "After"), ...(after.length ? after.flatMap(cue) : [make("p", {}, "(dropped)")])));
    return make("details", { open: "" }, make("summary", {}, title), both);
  }

  function filters(file, state, fill) {
    const line = make("div", { class: "bar filters", role: "group", "aria-label": "Filters for " + file.name });
    const tally = (at) => file.findings.reduce((all, f) => f[0] ? all.set(f[at], (all.get(f[at]) || 0) + 1) : all, new Map());
    const add = (key, value, number, style) => button(value + " " + number, () => {
      state[key] = state[key] === value ? "" : value;
      line.querySelectorAll("button[data-key='" + key + "']").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.filter === state[key])));
      fill();
    }, { class: style, "aria-pressed": "false", "data-filter": value, "data-key": key });
    const severities = tally(1);
    ["error", "warning", "info"].forEach((name) => { if (severities.has(name)) line.append(add("severity", name, severities.get(name), name)); });
    const rules = make("div", { class: "bar rules" });
    [...tally(2)].sort((a, b) => b[1] - a[1]).forEach(([name, number]) => rules.append(add("rule", name, number, "")));
    const every = button("all cues", () => { state.all = !state.all; every.setAttribute("aria-pressed", String(state.all)); fill(); }, { "aria-pressed": "false", class: "every" });
    const search = make("input", { type: "search", placeholder: "Search text and findings", "aria-label": "Search text and findings of " + file.name });
    search.addEventListener("input", () => { state.words = search.value.toLowerCase(); fill(); });
    line.append(rules, every, search);
    return line;
  }

  function span(file) {
    let first = Infinity, last = -Infinity;
    file.cues.forEach(([start, end]) => { first = Math.min(first, start); last = Math.max(last, end, start); });
    return [first, Math.max(last, first + 1)];
  }

  function timeline(file, worst, index, choose) {
    const [first, last] = span(file), wide = make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "Timeline, scrolls sideways" });
    let zoom = 1, chosen = 0;
    const base = () => Math.max(280, wide.clientWidth || Math.min(1040, innerWidth - 60));
    const most = () => Math.max(1, Math.min(1024, Math.floor(WIDEST / base())));
    const less = button("\u2212", () => to(zoom / 2), { "aria-label": "Zoom out" }), all = button("Fit", () => to(1), {}), closer = button("+", () => to(zoom * 2), { "aria-label": "Zoom in", class: "closer" });
    const paint = () => {
      const width = Math.round(base() * zoom), high = 66, scale = (width - 24) / (last - first), x = (ms) => 12 + (ms - first) * scale;
      const plot = draw("svg", { width, height: high, viewBox: "0 0 " + width + " " + high, class: "timeline", role: "img", "aria-label": "Timeline of cues, " + clock(first) + " to " + clock(last) });
      const steps = [100, 500, 1000, 2000, 5000, 10000, 30000, 60000, 300000, 600000, 1800000, 3600000, 36000000];
      const step = steps.find((ms) => ms * scale >= 96) || (last - first);
      for (let at = Math.ceil(first / step) * step; at <= last; at += step) {
        const words = step >= 1000 ? clock(at).slice(0, 8) : clock(at).slice(0, 10), place = x(at);
        plot.append(draw("line", { x1: place, x2: place, y1: 4, y2: 48, class: "axis" }), label(Math.max(1, Math.min(width - 1, place)), 61, words, place < 30 ? "start" : place > width - 30 ? "end" : "middle"));
      }
      file.cues.forEach(([start, end, text], i) => {
        const bar = draw("rect", { x: x(start).toFixed(2), y: 6 + 21 * (i % 2), rx: 2, width: Math.max(1.5, (end - start) * scale - 0.5).toFixed(2), height: 18, class: "cue " + worst[i] + (chosen === i + 1 ? " chosen" : ""), "data-cue": String(i + 1) }, "cue " + (i + 1) + "  " + clock(start) + " \u2192 " + clock(end) + "\n" + text);
        plot.append(bar);
      });
      wide.replaceChildren(plot);
      less.disabled = all.disabled = zoom <= 1;
      closer.disabled = zoom >= most();
    };
    const to = (wanted) => {
      const middle = (wide.scrollLeft + wide.clientWidth / 2) / Math.max(1, wide.scrollWidth);
      zoom = Math.max(1, Math.min(most(), wanted));
      paint();
      const bar = chosen && wide.querySelector("rect.chosen");
      wide.scrollLeft = bar ? Number(bar.getAttribute("x")) - wide.clientWidth / 2 : middle * wide.scrollWidth - wide.clientWidth / 2;
    };
    wide.addEventListener("click", (event) => { const bar = event.target.closest("[data-cue]"); if (bar) choose(Number(bar.dataset.cue)); });
    wide.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); to(event.deltaY < 0 ? zoom * 2 : zoom / 2); } }, { passive: false });
    const node = make("div", { class: "box" }, make("div", { class: "bar" }, make("h3", {}, "Timeline"), make("div", { class: "bar zoom", role: "group", "aria-label": "Zoom of the timeline" }, less, all, closer)), wide);
    const mark = (cue) => {
      chosen = cue;
      wide.querySelectorAll("rect.chosen").forEach((bar) => bar.classList.remove("chosen"));
      const bar = cue && wide.querySelector("rect[data-cue='" + cue + "']");
      if (bar) bar.classList.add("chosen");
    };
    paint();
    let known = 0;
    new ResizeObserver(() => { if (wide.clientWidth !== known) { known = wide.clientWidth; paint(); } }).observe(wide);
    return { node, mark };
  }

  function statistics(file, worst, choose) {
    const plots = make("div", { class: "plots" }), panel = (title, plot) => plots.append(make("div", {}, make("h3", {}, title), plot));
    panel("Reading speed by time, characters per second", speeds(file, worst));
    if (file.statistics.duration) panel("Durations, seconds", bars(file.statistics.duration, "Durations"));
    if (file.statistics.gap) panel("Gaps, seconds", bars(file.statistics.gap, "Gaps"));
    plots.addEventListener("click", (event) => { const dot = event.target.closest("[data-cue]"); if (dot) choose(Number(dot.dataset.cue)); });
    return make("details", { class: "box statistics" }, make("summary", {}, "Statistics"), plots);
  }

  function speeds(file, worst) {
    const wide = 480, high = 170, [first, last] = file.cues.length ? span(file) : [0, 1];
    const values = file.cues.map((cue) => cue[3]);
    const top = Math.max(10, Math.min(60, values.reduce((a, b) => Math.max(a, b), 0) * 1.08));
    const plot = draw("svg", { viewBox: "0 0 " + wide + " " + high, class: "speed", role: "img", "aria-label": "Reading speed by time" });
    for (let line = 0; line <= top; line += 10) {
      const y = high - 18 - line / top * (high - 30);
      plot.append(draw("line", { x1: 28, x2: wide - 8, y1: y, y2: y, class: "axis" }), label(24, y + 3, String(line), "end"));
    }
    if (report.maxSpeed) {
      const y = high - 18 - Math.min(report.maxSpeed, top) / top * (high - 30);
      plot.append(draw("line", { x1: 28, x2: wide - 8, y1: y, y2: y, class: "limit" }, "limit " + report.maxSpeed));
    }
    values.forEach((value, i) => {
      const [start, , text] = file.cues[i];
      plot.append(draw("circle", { cx: (30 + (start - first) / (last - first) * (wide - 44)).toFixed(1), cy: (high - 18 - Math.min(value, top) / top * (high - 30)).toFixed(1), r: 2.6, class: "cue " + worst[i], "data-cue": String(i + 1) },
        "cue " + (i + 1) + ": " + value.toFixed(1) + "\n" + text));
    });
    plot.append(label(30, high - 4, clock(first)), label(wide - 8, high - 4, clock(last), "end"));
    return plot;
  }

  function bars(spread, title) {
    const wide = 480, high = 170, bins = spread.histogram, most = Math.max(1, ...bins), each = (wide - 40) / bins.length;
    const plot = draw("svg", { viewBox: "0 0 " + wide + " " + high, class: "histogram", role: "img", "aria-label": title + ": median " + spread.median + ", 95 % " + spread.p95 + ", most " + spread.max });
    bins.forEach((number, i) => {
      const tall = number / most * (high - 44);
      plot.append(draw("rect", { x: (30 + i * each).toFixed(1), y: (high - 20 - tall).toFixed(1), width: (each - 2).toFixed(1), height: tall.toFixed(1), class: "column" }, number + " cues, " + (i * spread.step) + (i === bins.length - 1 ? " s and more" : " to " + ((i + 1) * spread.step) + " s")));
      if (i % 4 === 0) plot.append(label(30 + i * each, high - 6, String(i * spread.step)));
    });
    plot.append(label(30, 12, "median " + spread.median + ", 95 %: " + spread.p95 + ", most " + spread.max));
    return plot;
  }
})();
