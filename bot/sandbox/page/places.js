// The list of conversations, with marks where something is new.

import { el } from "./text.js";

export function sidebar(channels, current, read, go) {
  const rooms = channels.filter((one) => !one.is_im).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return el("div", {}, list("Channels", rooms, current, read, go), list("Direct messages", channels.filter((one) => one.is_im), current, read, go));
}

const rank = (channel) => (channel.is_archived ? 2 : /^inc-/.test(channel.name) ? 0 : 1);

const list = (title, places, current, read, go) => el("section", {}, el("h2", {}, title),
  el("ul", {}, ...places.map((place) => el("li", {}, entry(place, place.id === current.id, unread(place, read), go)))));

function entry(place, here, count, go) {
  const name = place.is_im ? "Conn" : place.name;
  const mark = place.is_im ? "●" : place.is_private ? "◆" : "#";
  return el("button", {
    type: "button", class: `place${count ? " unread" : ""}`, "aria-current": here ? "page" : null, "data-focus": place.id,
    onclick: () => go(place.name || place.id),
  }, el("span", { class: "mark", "aria-hidden": "true" }, mark), el("span", { class: "name" }, name),
  count ? el("span", { class: "count", "aria-label": `${count} new` }, count) : null);
}

// Notices such as "joined the channel" are nothing new to anybody.
const unread = (place, read) =>
  place.messages.filter((one) => !one.subtype && one.user !== place.me && Number(one.ts) > Number(read[place.id] || 0)).length;
