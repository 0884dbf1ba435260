// What every part of the page uses: its words, its memory, how it asks.

export const known = JSON.parse(document.querySelector("#known").textContent);
export const words = known.words;

const PLACE = "nhacviec.phones";

// In a private window there may be none.
const places = [() => sessionStorage, () => localStorage];

function kept(place) {
  try {
    const found = JSON.parse(place().getItem(PLACE));
    return found.run === known.run ? found : null;
  } catch { return null; }
}

// Survives a reload, each tab by itself, and the browser; a fresh store knows nothing of what was
// read or typed in another one.
export function remember() {
  const same = places.map(kept).find(Boolean) || {};
  const memory = {
    run: known.run,
    who: same.who || { ...known.first },
    shown: same.shown || "left",
    read: same.read || {},
    draft: same.draft || {},
    guide: same.guide ?? 0,
    keep() {
      for (const place of places) try { place().setItem(PLACE, JSON.stringify(memory)); } catch { /* none */ }
    },
  };
  return memory;
}

export function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function sound(answer) {
  if (!answer.ok) throw Object.assign(new Error(), { status: answer.status });
  return answer;
}

export async function get(path) { return sound(await fetch(path)).json(); }

export async function post(path, data) {
  return sound(await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(data),
    keepalive: true, // it arrives though the page is loaded anew
  }));
}

export function badge(element, count) {
  element.hidden = !count;
  element.textContent = count > 99 ? "99+" : String(count || "");
  if (count) element.setAttribute("title", words.unread.replace("{count}", count));
}
