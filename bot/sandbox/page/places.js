// The sidebar: conversations and the app, with marks where something is new.

import { relisted } from "./focus.js";
import { current, doing, found, go, here, isHome, me, opensHome, unread, withApp } from "./state.js";
import { el } from "./text.js";

export function sidebar(root) {
  const channels = here.seen.channels.filter((one) => !one.is_im).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const others = here.seen.people.filter((one) => !one.is_bot && !one.deleted && one.id !== me());
  list(root, "Channels", [...channels.map(channel), ...here.seen.joinable.map(joinable)]);
  list(root, "Direct messages", others.map(person));
  list(root, "Apps", [app()]);
}

const rank = (place) => (place.is_archived ? 2 : /^inc-/.test(place.name) ? 0 : 1);

function list(root, title, entries) {
  if (!root.querySelector(`[aria-label="${title}"]`)) {
    root.append(el("section", { "aria-label": title }, el("h2", {}, title), el("ul")));
  }
  relisted(root.querySelector(`[aria-label="${title}"] ul`), entries.map((one) => el("li", { "data-key": one.dataset.focus }, one)));
}

// `chosen` looks up what is there when it is pressed: an entry outlives many drawings.
function entry(key, mark, name, { place, chosen, isOpen = place && !isHome() && current() === place, state = "" }) {
  const { fresh, forMe } = place ? unread(place) : { fresh: 0, forMe: 0 };
  return el("button", {
    type: "button", class: `place ${state}${fresh ? " unread" : ""}`, "data-focus": key, "data-place": name,
    "aria-current": isOpen ? "page" : null, onclick: chosen,
  }, el("span", { class: "mark", "aria-hidden": "true" }, mark), el("span", { class: "name" }, name),
  forMe ? el("span", { class: "count", "aria-label": `${forMe} for you` }, forMe)
    : fresh ? el("span", { class: "unseen" }, "unread") : null);
}

function channel(place) {
  const state = place.is_archived ? "archived" : "";
  return entry(place.id, place.is_private ? "◆" : "#", place.name, { place, state, chosen: () => go(found(place.id).name) });
}

const joinable = (place) => entry(`join/${place.id}`, "+", place.name, {
  state: "joinable",
  chosen: async () => { if (await doing("joins", { channel: place.id })) go(place.name); },
});

const direct = (user) => here.seen.channels.find((one) => one.is_im && one.user === user);

const person = (user) => entry(user.id, "●", user.real_name, {
  place: direct(user.id),
  chosen: async () => {
    const result = direct(user.id) ? { channel: direct(user.id) } : await doing("opens_direct", { user: user.id });
    if (result) go(result.channel.id);
  },
});

// New messages come first; else the app opens on its Home tab, where it has one.
function app() {
  const place = here.seen.channels.find(withApp);
  return entry(here.app.id, "▣", here.app.name, {
    place,
    isOpen: isHome() || current() === place,
    chosen: () => (here.app.home_tab && !unread(direct(here.app.id)).fresh ? opensHome() : go(direct(here.app.id).id)),
  });
}
