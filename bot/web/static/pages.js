// Checks a form as one goes and keeps what was typed; the page works the same without it.
"use strict";
(() => {
  const form = document.querySelector("form.fill");
  if (!form) return;
  const state = document.getElementById("state");
  const touched = new Set();
  let waiting = 0;
  let asked = 0;
  let sent = false;

  const show = (found) => {
    for (const field of form.querySelectorAll(".field")) {
      const code = field.dataset.code;
      if (!touched.has(code)) continue;
      const words = found.fields[code] || "";
      const trouble = document.getElementById("t." + code);
      trouble.textContent = words;
      trouble.hidden = !words;
      const input = document.getElementById("f." + code);
      if (!input) continue;
      if (words) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    state.textContent = found.broken.join("\n");
  };

  const check = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(location.pathname + "/check", {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (mine === asked) show(found);
    } catch {
      state.textContent = form.dataset.failed;
    }
  };

  // A second press is none. Whoever comes back to the page may send again.
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });

  form.addEventListener("change", (event) => {
    const field = event.target.closest(".field");
    if (field) touched.add(field.dataset.code);
    clearTimeout(waiting);
    waiting = setTimeout(check, 300);
  });
})();
