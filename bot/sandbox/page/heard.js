// What arrives for this person where they are not looking is shown in a corner, as a client's notifications do.

import { current, go, here, isHome, me, nameOf } from "./state.js";
import { el, fullName, mrkdwn } from "./text.js";

const STAYS = 9000;
const LONGEST = 120;
let heard = null; // the newest message of each conversation when it was last looked through

export function tell() {
  const before = heard;
  heard = new Map(here.seen.channels.map((place) => [place.id, place.messages.at(-1)?.ts || "0"]));
  const noted = document.querySelector("#heard [data-place]");
  if (noted && !isHome() && noted.dataset.place === current().id) noted.remove();
  if (!before || document.visibilityState === "hidden") return;
  for (const place of here.seen.channels) {
    if (!isHome() && place === current()) continue;
    const since = Number(before.get(place.id) || 0);
    const last = place.messages.filter((one) => Number(one.ts) > since && isFor(place, one)).at(-1);
    if (last) notify(place, last);
  }
}

const isFor = (place, one) => !one.subtype && one.user !== me() && (place.is_im || one.text.includes(`<@${me()}`));

function notify(place, one) {
  const root = document.getElementById("heard");
  const words = one.text.split("\n")[0].slice(0, LONGEST);
  const note = el("button", { type: "button", class: "toast", "data-place": place.id, onclick: () => { note.remove(); go(place.name || place.id); } },
    el("span", {}, el("b", {}, place.is_im ? nameOf(place) : `${fullName(one.user)} in ${nameOf(place)}`), el("br"), ...mrkdwn(words)));
  root.replaceChildren(note);
  setTimeout(() => note.remove(), STAYS);
}
