// The server: requests, the queue of operations and what comes by itself. An operation that got no answer stays in
// localStorage under the journal's name and is sent again; its own identifier makes that harmless.

const HEADERS = { "Content-Type": "application/json", "X-Captionkit": "1" };
const RETRY = [300, 700, 1500, 3000, 5000];

export class Refused extends Error {
  constructor(status, body) { super(body.message || String(status)); this.status = status; this.body = body; }

  // a server that does not know this page: one started since, with another key; what was typed is not its to refuse
  get stranger() { return (this.status === 403 || this.status === 404) && !this.body.error; }
}

export class Api extends EventTarget {
  base = new URL(".", location.href);
  tab = crypto.randomUUID();
  queue = [];
  online = true;
  #busy = false;
  #tries = 0;

  emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  url(path) { return new URL(path, this.base).href; }

  async ask(path, options = {}) {
    const answer = await fetch(this.url(path), options);
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(answer.status, body);
    return body;
  }
  get(path) { return this.ask(path); }
  post(path, body = {}) { return this.ask(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body) }); }

  // `store` is read for rev and changes from elsewhere, `take` gets each answer
  connect(store, take) {
    this.store = store;
    this.take = take;
    this.key = `captionkit.ops.${store.journal}.`;
    navigator.locks?.request(`captionkit.${this.tab}`, () => new Promise(() => {}));
    return this.#adopt();
  }

  // operations that a closed tab left behind: a tab that lives holds a lock of its name
  async #adopt() {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith(this.key))) {
      const owner = name.slice(this.key.length);
      if (owner === this.tab) continue;
      await navigator.locks?.request(`captionkit.${owner}`, { ifAvailable: true }, (lock) => {
        if (!lock) return;
        this.queue.push(...JSON.parse(localStorage.getItem(name)));
        localStorage.removeItem(name);
      });
    }
    if (this.queue.length) { this.#keep(); this.#send(); }
  }

  #keep() {
    if (this.queue.length) localStorage.setItem(this.key + this.tab, JSON.stringify(this.queue.map(({ settle, ...item }) => item)));
    else localStorage.removeItem(this.key + this.tab);
    this.emit("queue", this.queue.length);
  }

  op(act, { join = false } = {}) { return this.#add({ path: "op", op: crypto.randomUUID(), made: this.store.rev, do: act, join }); }
  undo() { return this.#add({ path: "undo", op: crypto.randomUUID() }); }
  redo() { return this.#add({ path: "redo", op: crypto.randomUUID() }); }

  #add(item) {
    return new Promise((done, fail) => {
      this.queue.push({ ...item, settle: [done, fail] });
      this.#keep();
      this.#send();
    });
  }

  pending(id) { return this.queue.some((item) => item.do && item.do.do === "text" && item.do.id === id); }

  // what this tab made itself since does not count as a change from elsewhere
  #body({ path, op, made, do: act, join }) {
    if (path !== "op") return { op, tab: this.tab };
    const base = act.id && (this.store.foreign.get(act.id) || 0) > made ? made : this.store.rev;
    return { ...act, op, base, tab: this.tab, ...(join ? { join: true } : {}) };
  }

  async #send() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.queue.length) {
      const item = this.queue[0];
      try {
        const answer = await this.post(item.path, this.#body(item));
        this.#settle(item);
        this.#connected(true);
        this.take(answer, item);
        item.settle?.[0](answer);
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && !error.stranger) {
          this.#settle(item);
          this.emit("refused", { error, item });
          item.settle?.[1](error);
        } else if (!(error instanceof Refused) && !(error instanceof TypeError)) {
          this.#settle(item);
          console.error(error);
        } else {
          this.#connected(false);
          await new Promise((go) => setTimeout(go, RETRY[Math.min(this.#tries++, RETRY.length - 1)]));
        }
      }
    }
    this.#busy = false;
  }

  #settle(item) { this.queue.splice(this.queue.indexOf(item), 1); this.#keep(); }

  #connected(on) {
    if (on) this.#tries = 0;
    if (on !== this.online) { this.online = on; this.emit("online", on); }
  }

  idle() { return this.queue.length === 0; }

  // the page is being hidden: what waits goes out once more, since a phone may end it without a word
  last() {
    for (const item of this.queue) fetch(this.url(item.path), { method: "POST", keepalive: true, headers: HEADERS, body: JSON.stringify(this.#body(item)) }).catch(() => {});
  }

  listen(names) {
    this.source?.close();
    const source = (this.source = new EventSource(this.url("events")));
    source.onopen = () => this.#connected(true);
    source.onerror = () => {
      this.#connected(false);
      if (source.readyState === EventSource.CLOSED && !this.stopped) setTimeout(() => this.listen(names), 1500);
    };
    for (const name of names) source.addEventListener(name, (event) => this.emit("event", { name, body: event.data ? JSON.parse(event.data) : {} }));
  }

  close() { this.stopped = true; this.source?.close(); }
}
