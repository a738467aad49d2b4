// Saying what went wrong, where it can be seen and heard: in an open form, else in a corner.

import { el } from "./text.js";

const STAYS = 9000;

export function complain(words) {
  const form = document.querySelector("#modal[open] .trouble");
  if (form) {
    form.textContent = words;
    return;
  }
  const toasts = document.getElementById("toasts");
  const note = el("div", { class: "toast" }, el("span", {}, words),
    el("button", { type: "button", "aria-label": "Dismiss", onclick: () => note.remove() }, "×"));
  toasts.append(note);
  setTimeout(() => note.remove(), STAYS);
}

export function announce(words) {
  document.getElementById("announcer").textContent = words.replace(/[*`]/g, "");
}
