"use strict";
// What is said comes from other people: it is only ever put in as text, never as markup.

const phones = [...document.querySelectorAll(".phone")].map((root) => ({
  root,
  who: root.querySelector("select"),
  thread: root.querySelector(".thread"),
  area: root.querySelector("textarea"),
  shown: "",
}));
const notice = document.querySelector("#notice");
const EVERY = 700;

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

async function post(path, data) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(data),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function say(phone, text, choice) {
  if (!text.trim()) return;
  try {
    await post("/phones/say", { who: phone.who.value, text, choice: choice || "" });
    notice.textContent = "";
  } catch {
    notice.textContent = document.body.dataset.offline;
    return;
  }
  await refresh();
}

async function sendFile(phone, file, text) {
  const about = new URLSearchParams({ who: phone.who.value, name: file.name, text });
  try {
    const answer = await fetch(`/phones/file?${about}`, {
      method: "POST",
      headers: { "content-type": file.type || "application/octet-stream" },
      body: file,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    notice.textContent = "";
  } catch {
    notice.textContent = document.body.dataset.offline;
    return;
  }
  await refresh();
}

function told(phone, bubble) {
  const item = make("li", bubble.mine ? "mine" : "told");
  const box = make("div", "bubble", bubble.text);
  for (const file of bubble.files || []) {
    const link = make("a", "", file.image ? undefined : file.name);
    link.href = file.url;
    if (file.image) {
      const image = make("img");
      image.alt = file.name;
      image.addEventListener("load", () => scrollDown(phone));
      image.src = file.url;
      link.append(image);
    }
    box.append(link);
  }
  item.append(box);
  if (bubble.choices && bubble.choices.length) {
    const row = make("div", "choices");
    for (const choice of bubble.choices) {
      const button = make("button", "", choice.words);
      button.type = "button";
      button.addEventListener("click", () => say(phone, choice.words, choice.data));
      row.append(button);
    }
    item.append(row);
  }
  const changed = bubble.edited ? `, ${phone.root.dataset.changed}` : "";
  item.append(make("div", "stamp", bubble.at + changed));
  return item;
}

function scrollDown(phone) {
  phone.thread.scrollTop = phone.thread.scrollHeight;
}

function show(phone, bubbles) {
  // Links are signed anew each time: they do not make a conversation a different one.
  const key = JSON.stringify([phone.who.value, bubbles], (name, value) => (name === "url" ? 0 : value));
  if (key === phone.shown) return;
  phone.shown = key;
  const items = [];
  let day = "";
  for (const bubble of bubbles) {
    if (bubble.day !== day) items.push(make("li", "day", (day = bubble.day)));
    items.push(told(phone, bubble));
  }
  phone.thread.replaceChildren(...items);
  scrollDown(phone);
}

let asking = null;
async function ask() {
  const who = phones.map((phone) => `who=${encodeURIComponent(phone.who.value)}`).join("&");
  const answer = await fetch(`/phones/state?${who}`);
  if (!answer.ok) throw new Error(String(answer.status));
  const state = await answer.json();
  document.querySelector("#now").textContent = state.now;
  for (const phone of phones) show(phone, state.threads[phone.who.value] || []);
  if (notice.textContent === document.body.dataset.offline) notice.textContent = "";
}

async function refresh() {
  asking ??= ask()
    .catch(() => { notice.textContent = document.body.dataset.offline; })
    .finally(() => { asking = null; });
  await asking;
}

for (const phone of phones) {
  const form = phone.root.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = phone.area.value;
    phone.area.value = "";
    say(phone, text);
  });
  phone.area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const picker = form.querySelector("input[type=file]");
  form.querySelector(".attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    const [file] = picker.files;
    if (!file) return;
    const text = phone.area.value;
    phone.area.value = "";
    sendFile(phone, file, text);
    picker.value = "";
  });
  phone.who.addEventListener("change", refresh);
  for (const button of phone.root.querySelectorAll("[data-say]")) {
    button.addEventListener("click", () => say(phone, button.dataset.say));
  }
}

const moves = [...document.querySelectorAll("[data-move]")];
for (const button of moves) {
  button.addEventListener("click", async () => {
    for (const each of moves) each.disabled = true;
    notice.textContent = document.body.dataset.moving;
    try {
      await post("/phones/clock", { move: button.dataset.move });
      notice.textContent = "";
    } catch {
      notice.textContent = document.body.dataset.offline;
    }
    for (const each of moves) each.disabled = false;
    await refresh();
  });
}

refresh();
setInterval(refresh, EVERY);
