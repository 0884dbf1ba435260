// What stands above and beside the phones: the clock, the played quarter, who was told, the guide.

import { known, make, post, words } from "./page.js";

const at = (query) => document.querySelector(query);

export class Above {
  constructor(memory, page) {
    Object.assign(this, { memory, page });
    this.moves = [...document.querySelectorAll("[data-move]")];
    for (const button of this.moves) button.addEventListener("click", () => this.move({ move: button.dataset.move }));
    at("#date").addEventListener("submit", (event) => {
      event.preventDefault();
      this.move({ day: at("#day-wanted").value });
    });
    at("#play").addEventListener("click", () => this.play(this.playing ? "stop" : at("#pace").value));
    at("#pace").addEventListener("change", () => { if (this.playing) this.play(at("#pace").value); });
    at("#sample").addEventListener("change", (event) => this.choose(event.target.value));
    at("#again").addEventListener("click", () => this.choose(known.sample));
    at("#guide-help").addEventListener("click", () => this.helpOn());
    at("#guide-off").addEventListener("click", () => this.endGuide());
    at("#show-guide").addEventListener("click", () => { this.memory.guide = 0; this.guide(); this.memory.keep(); });
    at("#show-guide").hidden = !known.guide.length;
    this.guide();
  }

  // -- the clock ---------------------------------------------------------------------------------

  async move(wish) {
    if (this.moved) return; // a second press is none
    this.moved = true;
    for (const button of this.moves) button.setAttribute("aria-busy", "true");
    this.page.tell(words.moving);
    try {
      await post("/phones/clock", wish);
      this.page.tell("");
      this.did("clock", "next");
    } catch (failure) {
      this.page.tell(failure.status === 422 ? words.not_ahead : words.offline);
    }
    for (const button of this.moves) button.removeAttribute("aria-busy");
    this.moved = false;
    await this.page.refresh(true);
  }

  time(now) {
    if (at("#clock").textContent !== now.clock) at("#clock").textContent = now.clock;
    if (at("#day").textContent !== now.day) at("#day").textContent = now.day;
    const day = at("#day-wanted");
    if (day.min !== now.date) {
      day.min = now.date;
      if (!day.value || day.value < now.date) day.value = now.date;
    }
  }

  targets(targets) {
    for (const button of this.moves) {
      const name = button.dataset.move;
      const named = ["closing", "overdue"].includes(name);
      button.disabled = named && !targets[name];
      button.querySelector("small").textContent = named && targets[name] ? targets[name] : "";
    }
  }

  // -- the played quarter ------------------------------------------------------------------------

  async play(pace) {
    try { await post("/phones/play", { pace }); } catch { this.page.tell(words.offline); }
    await this.page.refresh(true);
  }

  played(play) {
    this.playing = play.playing;
    const over = play.place >= play.total;
    at("#play use").setAttribute("href", play.playing ? "#i-pause" : "#i-play");
    at("#play span").textContent = play.playing ? words.pause : words.play;
    at("#play").disabled = over;
    at("#play").title = over ? words.played_all : words.take_over;
    const step = words.played.replace("{place}", play.place).replace("{total}", play.total);
    at("#played").textContent = step;
    at("#progress").style.width = `${play.total ? (100 * play.place) / play.total : 0}%`;
  }

  async choose(sample) {
    this.page.tell(words.switching);
    try { await post("/phones/sample", { sample }); } catch { this.page.tell(words.offline); }
  }

  // -- who was told ------------------------------------------------------------------------------

  news(news) {
    at("#news-words").textContent = news.words || words.no_news;
    at("#news-words").classList.toggle("none", !news.words);
    at("#news").replaceChildren(...news.lines.map((line) => {
      const item = make("li");
      const button = make("button");
      button.type = "button";
      const about = make("span", "about");
      about.append(make("strong", "", line.name), make("span", "quiet small", line.at));
      button.append(about, make("span", "first", line.text));
      button.addEventListener("click", () => this.page.give(line.who));
      item.append(button);
      return item;
    }));
  }

  // -- the first minute --------------------------------------------------------------------------

  guide() {
    const step = known.guide[this.memory.guide];
    at("#guide").hidden = !step;
    if (!step) return;
    const place = { step: this.memory.guide + 1, total: known.guide.length };
    at("#guide-step").textContent = words.step.replace("{step}", place.step).replace("{total}", place.total);
    at("#guide-words").textContent = step.words;
    const clock = step.side === "clock";
    at("#guide-help").textContent = clock ? words.move_help : words.help_me.replace("{typed}", step.typed);
  }

  helpOn() {
    const step = known.guide[this.memory.guide];
    if (step.side === "clock") return this.move({ move: step.typed });
    return this.page.sayOn(step.side, known.first[step.side], step.typed);
  }

  did(side, typed) {
    const step = known.guide[this.memory.guide];
    if (!step || step.side !== side || step.typed !== typed.trim()) return;
    this.memory.guide += 1;
    this.memory.keep();
    this.guide();
    if (this.memory.guide >= known.guide.length) this.page.tell(words.done);
  }

  endGuide() {
    this.memory.guide = known.guide.length;
    this.memory.keep();
    this.guide();
  }
}
