// Every command of the page by name: what the keys, the palette and the buttons run. Words are in texts.json as
// "do.NAME", keys in keymap.json.

import { say } from "./words.js";

const AROUND = 500; // ms played around an edge

function edge(app, side, before) {
  const row = app.acts.selected();
  if (!row) return;
  if (before) app.player.playRange(Math.max(0, row[side] - AROUND), row[side]);
  else app.player.playRange(row[side], row[side] + AROUND);
}

function jump(app, step) {
  const now = app.player.ms;
  const shot = step < 0 ? app.snapper.shotBefore(now) : app.snapper.shotAfter(now);
  if (!app.snapper.shots.length) app.say(say("shots.none"));
  else if (shot === null) app.say(say("shots.end"));
  else app.player.seek(shot);
}

// to the next row that passes the test, round the end
function next(app, step, test, none) {
  const { store, list } = app, rows = store.rows, from = app.selected()?.pos ?? (step > 0 ? -1 : 0);
  for (let n = 1; n <= rows.length; n++) {
    const row = rows[(((from + step * n) % rows.length) + rows.length) % rows.length];
    if (!test(row)) continue;
    if (step > 0 ? row.pos <= from : row.pos >= from) app.say(say("round"), { quiet: true });
    app.goTo(row.id);
    const found = store.findings.get(row.id);
    if (found) app.say(found.map((each) => each.text).join("; "));
    return;
  }
  app.say(say(none));
}

function moveCue(app, step) {
  const { editor, list } = app, area = editor.editing && document.activeElement === editor.area;
  if (area) { editor.leave({ quietly: true }); list.move(step); editor.enter(list.current, { caret: "end" }); } else list.move(step);
}

export const COMMANDS = {
  "play": (app) => app.playOrPause(),
  "pause": (app) => app.player.pause(),
  "play-cue": (app) => { const row = app.acts.selected(); if (row) app.player.playRange(row.start, row.end); },
  "loop-cue": (app) => { const row = app.acts.selected(); if (!row) return; if (app.player.range?.loop) app.player.pause(); else app.player.playRange(row.start, row.end, true); },
  "play-before-start": (app) => edge(app, "start", true),
  "play-after-start": (app) => edge(app, "start", false),
  "play-before-end": (app) => edge(app, "end", true),
  "play-after-end": (app) => edge(app, "end", false),
  "frame-back": (app) => app.player.step(-1),
  "frame-on": (app) => app.player.step(1),
  "second-back": (app) => app.player.seek(app.player.ms - 1000),
  "second-on": (app) => app.player.seek(app.player.ms + 1000),
  "half-back": (app) => app.player.seek(app.player.ms - 500),
  "half-on": (app) => app.player.seek(app.player.ms + 500),
  "shot-previous": (app) => jump(app, -1),
  "shot-next": (app) => jump(app, 1),
  "slower": (app) => app.speed(-1),
  "faster": (app) => (app.player.playing ? app.speed(1) : app.player.play()),
  "normal-speed": (app) => app.speed(0),
  "cue-previous": (app) => moveCue(app, -1),
  "cue-next": (app) => moveCue(app, 1),
  "row-up": (app) => app.list.move(-1),
  "row-down": (app) => app.list.move(1),
  "extend-up": (app) => app.list.move(-1, { extend: true }),
  "extend-down": (app) => app.list.move(1, { extend: true }),
  "page-up": (app) => app.list.move(-app.list.page),
  "page-down": (app) => app.list.move(app.list.page),
  "first-cue": (app) => app.list.move(-Infinity),
  "last-cue": (app) => app.list.move(Infinity),
  "select-all": (app) => { app.list.chosen = new Set(app.list.rows.map((row) => row.id)); app.list.dressAll(); app.inspector.show(); },
  "cue-at-playhead": (app) => { const row = app.store.at(app.player.ms) || app.store.rows[Math.max(0, app.store.before(app.player.ms))]; if (row) app.goTo(row.id, { seek: false }); },
  "goto": (app) => app.dialogs.goTo(),
  "area-next": (app) => app.nextArea(),
  "edit": (app) => { const row = app.acts.selected(); if (row) app.editor.enter(row.id); },
  "next-typing": (app) => { const { editor, list } = app; if (!editor.editing) { app.run("edit"); return; } editor.leave({ quietly: true }); list.move(1); editor.enter(list.current, { caret: "end" }); },
  "start-here": (app) => app.acts.startHere(),
  "end-here": (app) => app.acts.endHere(),
  "end-next-start": (app) => app.acts.endNextStart(),
  "start-rest": (app) => app.acts.startRest(),
  "start-minus": (app) => app.acts.nudge("start", -1),
  "start-plus": (app) => app.acts.nudge("start", 1),
  "end-minus": (app) => app.acts.nudge("end", -1),
  "end-plus": (app) => app.acts.nudge("end", 1),
  "snap-shot": (app) => app.acts.snapShot(),
  "lead-in": (app) => app.acts.lead("start", -100),
  "lead-out": (app) => app.acts.lead("end", 350),
  "extend-next": (app) => app.acts.extend(1),
  "extend-previous": (app) => app.acts.extend(-1),
  "accept-times": (app) => (app.wave.drawn ? app.acts.insert("here") : app.run("cue-next")),
  "split": (app) => app.acts.split(),
  "merge": (app) => app.acts.merge(),
  "word-from-next": (app) => app.acts.word("previous"),
  "word-to-next": (app) => app.acts.word("next"),
  "wrap": (app) => app.acts.wrap(),
  "italic": (app) => app.acts.italic(),
  "raise": (app) => app.acts.raise(),
  "insert-after": (app) => app.acts.insert("after"),
  "insert-before": (app) => app.acts.insert("before"),
  "insert-here": (app) => app.acts.insert("here"),
  "delete": (app) => app.acts.delete(),
  "delete-row": (app) => app.acts.delete(),
  "undo": (app) => app.back("undo"),
  "redo": (app) => app.back("redo"),
  "find": (app) => app.find.open(false),
  "replace": (app) => app.find.open(true),
  "find-next": (app) => app.find.step(1),
  "find-previous": (app) => app.find.step(-1),
  "problem-next": (app) => next(app, 1, (row) => app.store.problem(row), "problems.none"),
  "problem-previous": (app) => next(app, -1, (row) => app.store.problem(row), "problems.none"),
  "problem-list": (app) => { app.show("edit"); app.filter(app.list.filter === "problems" ? "all" : "problems"); },
  "proposal-accept": (app) => app.inspector.accept(),
  "proposal-leave": (app) => app.inspector.next(),
  "note": (app) => app.inspector.note(),
  "note-next": (app) => next(app, 1, (row) => app.store.openNote(row.id), "notes.none.left"),
  "approve": (app) => app.acts.approve(),
  "mark-redo": (app) => app.acts.state("redo"),
  "save": (app) => app.files.save(),
  "export": (app) => app.files.exported(),
  "zoom-in": (app) => app.wave.zoom(1.5),
  "zoom-out": (app) => app.wave.zoom(1 / 1.5),
  "zoom-fit": (app) => app.wave.fit(),
  "palette": (app) => app.dialogs.palette(),
  "help": (app) => app.dialogs.help(),
  "view-edit": (app) => app.show("edit"),
  "view-text": (app) => app.show("text"),
  "view-proposals": (app) => app.show("proposals"),
  "view-notes": (app) => app.show("notes"),
  "view-numbers": (app) => app.show("numbers"),
  "view-changes": (app) => app.show("changes"),
  "next-track": (app) => app.useTrack((app.store.active + 1) % app.store.tracks.length),
  "type-along": (app) => app.toggle("along"),
  "safe-areas": (app) => app.toggle("safe"),
  "sound-cues": (app) => app.toggle("ticks"),
  "captions-off": (app) => app.toggle("captions"),
  "follow": (app) => app.nextFollow(),
  "waive": (app) => app.dialogs.waive(),
  "settings": (app) => app.dialogs.settings(),
  "stop": (app) => app.files.stop(),
};
