// One phone: its holder, its conversation, what is typed into it.
// What is said comes from other people: it is only ever put in as text, never as markup.

import { get, make, post, words } from "./page.js";

const NEAR = 80; // pixels from an end of the conversation that still count as being there

export class Phone {
  constructor(root, known, memory, page) {
    Object.assign(this, { root, known, memory, page });
    this.side = root.dataset.side;
    this.log = root.querySelector(".log");
    this.list = root.querySelector(".thread");
    this.area = root.querySelector("textarea");
    this.down = root.querySelector(".down");
    this.editing = null;
    this.sending = 0;
    this.before = Promise.resolve(); // the end of what is being sent
    this.pending = []; // what was said and is not there yet
    this.forget();
    this.listen();
    this.hold(memory.who[this.side], false);
  }

  // -- who holds it ------------------------------------------------------------------------------

  hold(who, refresh = true) {
    const person = this.known.people.find((each) => each.id === who) || this.known.people[0];
    if (this.person === person) return;
    if (this.person) this.keepDraft();
    this.person = person;
    this.memory.who[this.side] = person.id;
    const about = [person.title, person.unit, person.away].filter(Boolean).join(" · ");
    this.root.querySelector(".avatar").textContent = person.initials;
    this.root.querySelector(".who strong").textContent = person.name;
    this.root.querySelector(".who span").textContent = about;
    this.stopEditing();
    this.area.value = this.memory.draft[person.id] || "";
    this.grow();
    this.forget();
    this.memory.keep();
    if (refresh) this.page.refresh(true);
  }

  get who() { return this.person.id; }
  get visible() { return this.root.offsetParent !== null && !document.hidden; }

  forget() {
    this.items = new Map();
    this.fresh = 0;
    this.complete = false;
    this.first = true;
    this.list.replaceChildren();
  }

  // -- the conversation --------------------------------------------------------------------------

  show(state) {
    const bubbles = state.threads[this.who] || [];
    const stay = !this.first && !this.atEnd() && !this.sent;
    const top = this.log.scrollTop;
    if (!bubbles.some((bubble) => this.items.has(bubble.key)) && this.items.size) this.forget();
    let news = 0;
    for (const bubble of bubbles) {
      if (!this.items.has(bubble.key) && bubble.mine) this.arrived(bubble);
      else if (!this.items.has(bubble.key)) news += 1;
      this.put(bubble);
    }
    this.marks(state);
    this.arrange();
    this.offer(state.chips[this.who] || []);
    if (stay) {
      this.log.scrollTop = top;
      this.fresh += news;
    } else this.toEnd();
    this.first = this.sent = false;
    this.root.dataset.held = this.who; // by whom, from the moment in which that conversation is there
    this.offerEnd();
    const last = bubbles[bubbles.length - 1];
    this.area.placeholder = (last && last.hint) || words.placeholder;
    this.root.querySelector(".empty").hidden = bubbles.length > 0;
    this.count(state.counts);
  }

  put(bubble) {
    const shown = JSON.stringify(bubble);
    const before = this.items.get(bubble.key);
    if (before && before.shown === shown) return;
    const item = this.drawn(bubble);
    if (before) before.item.replaceWith(item);
    this.items.set(bubble.key, { bubble, shown, item });
  }

  marks(state) {
    const play = state.play;
    const ghost = play.playing && play.who === this.who && play.says;
    this.ghosts = this.pending.filter((each) => each.who === this.who).map((each) => each.item);
    if (ghost) this.ghosts.push(this.said(play.says));
    const busy = this.sending > 0 || state.busy.includes(this.who);
    this.dots = busy ? this.dotted() : null;
    const doing = this.root.querySelector(".doing");
    doing.textContent = busy ? words.answering : words.bot;
    doing.classList.toggle("busy", busy);
  }

  arrange() {
    // The same nodes stay where they are: no picture is fetched again, no reader moved.
    const kept = [...this.items.values()].sort((a, b) => (a.bubble.moment < b.bubble.moment ? -1 : 1));
    this.items = new Map(kept.map((each) => [each.bubble.key, each]));
    const wanted = [];
    let day = "";
    const lastOwn = kept.filter((each) => each.bubble.event).pop();
    for (const each of kept) {
      if (each.bubble.day !== day) {
        day = each.bubble.day;
        each.day ||= make("li", "day", day);
        wanted.push(each.day);
      }
      const undo = each.item.querySelector(".undo");
      if (undo) undo.hidden = each !== lastOwn;
      wanted.push(each.item);
    }
    wanted.push(...[...this.ghosts, this.dots].filter(Boolean));
    wanted.forEach((node, place) => {
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] || null);
    });
    while (this.list.children.length > wanted.length) this.list.lastChild.remove();
  }

  said(text) {
    const item = make("li", "mine ghost");
    item.append(make("div", "bubble", text));
    return item;
  }

  dotted() {
    const item = make("li", "told");
    const dots = make("div", "bubble dots");
    dots.setAttribute("aria-label", words.answering);
    dots.setAttribute("role", "img");
    dots.append(make("i"), make("i"), make("i"));
    item.append(dots);
    return item;
  }

  drawn(bubble) {
    const item = make("li", bubble.mine ? "mine" : "told");
    item.append(make("div", "bubble", bubble.text));
    if (bubble.files.length) {
      const files = make("div", "files");
      files.append(...bubble.files.map((file) => this.file(file)));
      item.append(files);
    }
    if (bubble.choices && bubble.choices.length) {
      const row = make("div", "choices");
      for (const choice of bubble.choices) {
        const button = make("button", "chip", choice.words);
        button.type = "button";
        button.addEventListener("click", () => this.say(choice.words, { choice: choice.data, under: bubble.id }));
        row.append(button);
      }
      item.append(row);
    }
    const stamp = make("div", "stamp", bubble.at + (bubble.edited ? ` · ${words.changed}` : ""));
    if (bubble.event) {
      const edit = make("button", "edit", words.edit);
      edit.type = "button";
      edit.addEventListener("click", () => this.edit(bubble));
      const undo = make("button", "undo", words.undo);
      undo.type = "button";
      undo.hidden = true;
      undo.addEventListener("click", () => this.say(words.undo_typed));
      stamp.append(edit, undo);
    }
    item.append(stamp);
    return item;
  }

  file(file) {
    if (file.image) {
      const button = make("button", "picture");
      button.type = "button";
      const image = make("img");
      image.alt = words.picture.replace("{name}", file.name);
      if (file.width) Object.assign(image, { width: file.width, height: file.height });
      image.addEventListener("load", () => { if (this.pinned) this.toEnd(); });
      image.src = file.url;
      button.append(image);
      button.addEventListener("click", () => this.page.look(file));
      return button;
    }
    const paper = make(file.url ? "a" : "span", "paper");
    if (file.url) Object.assign(paper, { href: file.url, download: file.name });
    paper.append(make("span", "kind", file.kind || "…"), make("span", "", file.name));
    return paper;
  }

  // -- up and down -------------------------------------------------------------------------------

  atEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR; }

  toEnd() {
    this.pinned = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.fresh = 0;
  }

  offerEnd() {
    const away = this.items.size > 0 && !this.atEnd();
    this.down.hidden = !away;
    const many = this.fresh === 1 ? words.new_one : words.new_more.replace("{count}", this.fresh);
    this.down.querySelector("span").textContent = this.fresh ? many : "";
  }

  async older() {
    if (this.complete || this.fetching || !this.items.size) return;
    this.fetching = true;
    this.log.setAttribute("aria-busy", "true");
    const who = this.who;
    const first = this.items.values().next().value.bubble;
    try {
      const about = new URLSearchParams({ who, before: first.moment });
      const { bubbles } = await get(`/phones/older?${about}`);
      if (who !== this.who) return;
      this.complete = !bubbles.length;
      const fromEnd = this.log.scrollHeight - this.log.scrollTop;
      bubbles.forEach((bubble) => this.put(bubble));
      this.arrange();
      this.log.scrollTop = this.log.scrollHeight - fromEnd;
    } catch { /* the next scroll tries again */ } finally {
      this.fetching = false;
      this.log.removeAttribute("aria-busy");
    }
  }

  count(counts) {
    const all = counts[this.who] || 0;
    if (this.visible && this.atEnd()) this.memory.read[this.who] = all;
  }

  // -- saying something --------------------------------------------------------------------------

  async send(work) {
    this.sending += 1;
    this.sent = true;
    this.page.refresh(true);
    const turn = this.before.then(work); // on a slow line nothing overtakes what was said before
    this.before = turn.catch(() => {});
    try {
      await turn;
      this.page.tell("");
      return true;
    } catch (failure) {
      this.page.tell(failure.status ? words.refused : words.offline);
      return false;
    } finally {
      this.sending -= 1;
      this.sent = true;
      await this.page.refresh(true);
    }
  }

  say(text, more = {}) {
    if (!text.trim()) return Promise.resolve(false);
    if ([...text].length > this.known.letters) {
      this.page.tell(words.too_long.replace("{most}", this.known.letters));
      return Promise.resolve(false);
    }
    const said = { who: this.who, text, item: this.said(text) };
    if (!more.edits) {
      this.pending.push(said);
      this.list.append(said.item);
      this.toEnd();
    }
    return this.send(async () => {
      try { await post("/phones/say", { who: said.who, text, ...more }); } finally { this.forsake(said); }
    });
  }

  arrived(bubble) {
    this.forsake(this.pending.find((each) => each.who === this.who && each.text.trim() === bubble.text.trim()));
  }

  forsake(said) { this.pending = this.pending.filter((each) => each !== said); }

  // What was not taken is there to be sent again, by whom it was meant.
  giveBack(who, text) {
    if (this.who === who && !this.area.value) {
      this.area.value = text;
      this.keepDraft();
      return true;
    }
    if (this.who !== who) this.memory.draft[who] ||= text;
    this.memory.keep();
    return false;
  }

  async submit() {
    const text = this.area.value;
    if (!text.trim()) return;
    const { editing, who } = this;
    this.stopEditing();
    this.area.value = "";
    this.keepDraft();
    const done = await this.say(text, editing ? { edits: editing.event } : {});
    if (!done && this.giveBack(who, text) && editing) this.edit({ ...editing, text });
    this.area.focus();
  }

  async attach(file) {
    const who = this.who;
    const text = this.area.value;
    const about = new URLSearchParams({ who, name: file.name, text });
    const type = file.type || "application/octet-stream";
    this.area.value = "";
    this.keepDraft();
    const done = await this.send(async () => {
      const answer = await fetch(`/phones/file?${about}`, { method: "POST", headers: { "content-type": type }, body: file });
      if (!answer.ok) throw Object.assign(new Error(), { status: answer.status });
    });
    if (!done) this.giveBack(who, text);
  }

  edit(bubble) {
    this.editing = bubble;
    const box = this.root.querySelector(".editing");
    box.hidden = false;
    box.querySelector(".was").textContent = bubble.text;
    this.area.value = bubble.text;
    this.grow();
    this.area.focus();
  }

  stopEditing() {
    this.editing = null;
    this.root.querySelector(".editing").hidden = true;
  }

  offer(chips) {
    const row = this.root.querySelector(".chips");
    const shown = chips.join("|");
    if (row.dataset.shown === shown) return;
    row.dataset.shown = shown;
    row.replaceChildren(...chips.map((text) => {
      const button = make("button", "chip", text);
      button.type = "button";
      button.addEventListener("click", () => this.say(text));
      return button;
    }));
  }

  keepDraft() {
    if (!this.editing) this.memory.draft[this.who] = this.area.value;
    this.memory.keep();
    this.grow();
  }

  grow() {
    this.area.style.height = "auto";
    if (this.area.value) this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  listen() {
    const form = this.root.querySelector("form");
    const picker = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.area.addEventListener("input", () => this.keepDraft());
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
      if (event.key === "Escape" && this.editing) this.cancel();
    });
    this.root.querySelector(".editing button").addEventListener("click", () => this.cancel());
    form.querySelector(".attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      const [file] = picker.files;
      if (file) this.attach(file);
      picker.value = "";
    });
    for (const kind of ["dragover", "drop"]) {
      this.root.addEventListener(kind, (event) => {
        event.preventDefault();
        const [file] = kind === "drop" ? event.dataTransfer.files : [];
        if (file) this.attach(file);
      });
    }
    this.log.addEventListener("scroll", () => {
      this.pinned = this.atEnd();
      if (this.pinned) this.fresh = 0;
      this.offerEnd();
      if (this.log.scrollTop < NEAR) this.older();
    });
    new ResizeObserver(() => { if (this.pinned) this.toEnd(); }).observe(this.log);
    this.down.addEventListener("click", () => { this.toEnd(); this.offerEnd(); });
    this.root.querySelector(".swap").addEventListener("click", () => this.page.choose(this));
  }

  cancel() {
    this.stopEditing();
    this.area.value = this.memory.draft[this.who] || "";
    this.grow();
    this.area.focus();
  }
}
