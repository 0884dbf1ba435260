// The page of two phones, put together: it asks what there is, and shows it.

import { Above } from "./above.js";
import { Phone } from "./messenger.js";
import { badge, get, known, make, remember, words } from "./page.js";

const OFTEN = 500;
const SELDOM = 3000; // while nobody looks
const memory = remember();
const at = (query) => document.querySelector(query);
let state = null;
let cutOff = false; // the page itself did not reach the bot: what was not taken is told until it is

const page = {
  tell(text) { at("#notice").textContent = text; },
  refresh,
  choose,
  look,
  give(who) {
    const person = known.people.find((each) => each.id === who);
    if (!person || phones.some((phone) => phone.who === who)) return;
    const side = person.superior ? "right" : "left";
    phones.find((phone) => phone.side === side).hold(who);
    show(side);
  },
  async sayOn(side, who, text) {
    const phone = phones.find((each) => each.side === side);
    phone.hold(who);
    show(side);
    if (await phone.say(text)) above.did(side, text);
  },
};
const phones = [...document.querySelectorAll(".phone")].map((root) => new Phone(root, known, memory, page));
const above = new Above(memory, page);

for (const phone of phones) {
  const say = phone.say.bind(phone);
  phone.say = async (text, more) => {
    const done = await say(text, more);
    if (done && phone.who === known.first[phone.side]) above.did(phone.side, text);
    return done;
  };
}

// -- which phone, on a narrow screen ---------------------------------------------------------------

function show(side) {
  memory.shown = side;
  at("#phones").dataset.shown = side;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === side));
  }
  for (const phone of phones) if (phone.side === side && !phone.fresh) phone.toEnd();
  memory.keep();
}
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => { show(button.dataset.show); refresh(true); });
}

// -- who holds a phone -----------------------------------------------------------------------------

let choosing = null;
function choose(phone) {
  choosing = phone;
  at("#find").value = "";
  list();
  at("#who").showModal();
}

function list() {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const wanted = plain(at("#find").value.trim());
  const fits = (person) => plain(`${person.name} ${person.title} ${person.unit}`).includes(wanted);
  const found = known.people.filter(fits);
  const rows = [];
  let unit = null;
  for (const person of [...found].sort((a, b) => a.unit.localeCompare(b.unit, "vi"))) {
    if (person.unit !== unit) rows.push(make("h3", "", (unit = person.unit)));
    const button = make("button");
    button.type = "button";
    if (person.id === choosing.who) button.setAttribute("aria-current", "true");
    const who = make("span", "who");
    who.append(make("strong", "", person.name), make("span", "quiet small", [person.title, person.away].filter(Boolean).join(" · ")));
    const count = make("span", "badge");
    badge(count, unread(person.id));
    button.append(make("span", person.superior ? "avatar superior" : "avatar", person.initials), who, count);
    button.addEventListener("click", () => { choosing.hold(person.id); at("#who").close(); });
    rows.push(button);
  }
  at("#people").replaceChildren(...rows);
  at("#nobody").hidden = found.length > 0;
}
at("#find").addEventListener("input", list);
at("#find").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const first = at("#people button");
  if (first) first.click();
});

function unread(who) {
  return state ? Math.max(0, (state.counts[who] || 0) - (memory.read[who] || 0)) : 0;
}

function badges() {
  for (const phone of phones) {
    const held = phones.map((each) => each.who);
    const others = known.people.filter((each) => each.superior === (phone.side === "right") && !held.includes(each.id));
    badge(phone.root.querySelector(".swap .badge"), others.reduce((sum, each) => sum + unread(each.id), 0));
    badge(at(`[data-show="${phone.side}"] .badge`), unread(phone.who));
  }
}

// -- pictures --------------------------------------------------------------------------------------

function look(file) {
  Object.assign(at("#viewer img"), { src: file.url, alt: words.picture.replace("{name}", file.name) });
  Object.assign(at("#viewer a"), { href: file.url, download: file.name });
  at("#viewer").showModal();
}
at("#viewer").addEventListener("click", (event) => { if (event.target === at("#viewer")) at("#viewer").close(); });

// -- asking ----------------------------------------------------------------------------------------

function follow(play) {
  if (play.playing && play.who && play.says) page.give(play.who);
}

async function ask() {
  const asked = new URLSearchParams(phones.map((phone) => ["who", phone.who]));
  asked.set("version", state ? state.version : "");
  const found = await get(`/phones/state?${asked}`);
  if (found.run !== known.run) return location.reload();
  above.time(found.now);
  above.played(found.play);
  document.body.classList.toggle("moving", found.moving);
  if (found.threads) {
    state = found;
    for (const phone of phones) if (found.threads[phone.who]) phone.show(found);
    above.targets(found.targets);
    above.news(found.news);
    badges();
    memory.keep();
  }
  if (cutOff && at("#notice").textContent === words.offline) page.tell("");
  cutOff = false;
  follow(found.play);
  return undefined;
}

let asking = null;
let again = false;
async function refresh(fresh = false) {
  if (fresh) {
    if (asking) again = true;
    if (state) state.version = "";
  }
  asking ??= (async () => {
    try {
      do {
        again = false;
        await ask();
      } while (again);
    } catch (failure) {
      console.warn(failure);
      cutOff = true;
      page.tell(words.offline);
    } finally { asking = null; }
  })();
  await asking;
}

async function forever() {
  await refresh();
  setTimeout(forever, document.hidden ? SELDOM : OFTEN);
}

show(memory.shown);
forever();
addEventListener("visibilitychange", () => { if (!document.hidden) refresh(true); });
