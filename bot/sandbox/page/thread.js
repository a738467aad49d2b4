// The pane beside a conversation in which one thread is read and written; on a phone it is the whole screen.

import { composer } from "./composer.js";
import { isReply, knownIn, placed } from "./conversation.js";
import { counted, message } from "./message.js";
import { current, go, here, nameOf, openThread, shown } from "./state.js";
import { el } from "./text.js";

const root = document.getElementById("thread");
let shows = "";

export function thread() {
  const parent = openThread();
  root.hidden = !parent;
  document.body.classList.toggle("threaded", Boolean(parent));
  if (!parent) {
    shows = "";
    return root.replaceChildren();
  }
  const place = current();
  const isNew = shows !== parent.ts;
  if (isNew) opened(place, parent);
  const list = root.querySelector(".replies-list");
  const replies = shown(place).filter((one) => isReply(one) && one.thread_ts === parent.ts);
  const known = knownIn(list);
  const draw = (one) => message(one, [], known.get(one.ts), { threaded: true });
  placed(list, [draw(parent), ...replies.map(draw)], parent.ts);
  root.querySelector(".count").textContent = counted(replies.filter((one) => !one.ephemeral));
  if (isNew) root.querySelector("textarea").focus();
}

function opened(place, parent) {
  shows = parent.ts;
  const box = el("div", { class: "composer" });
  root.replaceChildren(
    el("header", {}, el("h2", {}, "Thread ", el("small", {}, nameOf(place), " · ", el("span", { class: "count" }))),
      el("button", { type: "button", class: "x", "aria-label": "Close thread", onclick: shut }, "×")),
    el("div", { class: "replies-list", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": "Thread" }), box);
  composer(box, place, parent.ts);
}

export function shut() {
  const ts = here.thread;
  go(here.place);
  document.querySelector(`#messages [data-focus="${CSS.escape(`${ts}/thread`)}"]`)?.focus();
}

root.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  shut();
});
