// The sidebar: conversations and the app, with marks where something is new.

import { redrawn } from "./focus.js";
import { current, doing, go, here, isHome, me, opensHome, unread, withApp } from "./state.js";
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
  redrawn(root.querySelector(`[aria-label="${title}"] ul`), entries.map((one) => el("li", {}, one)));
}

function entry(key, mark, name, marks, doIt, state = "") {
  const { fresh = 0, forMe = 0 } = marks;
  return el("button", {
    type: "button", class: `place ${state}${fresh ? " unread" : ""}`, "data-focus": key, "data-place": name,
    "aria-current": open(key) ? "page" : null, onclick: doIt,
  }, el("span", { class: "mark", "aria-hidden": "true" }, mark), el("span", { class: "name" }, name),
  forMe ? el("span", { class: "count", "aria-label": `${forMe} for you` }, forMe)
    : fresh ? el("span", { class: "unseen" }, "unread") : null);
}

const open = (key) => (isHome() ? key === "app" : current()?.id === key);

const channel = (place) => entry(place.id, place.is_private ? "◆" : "#", place.name, unread(place), () => go(place.name),
  place.is_archived ? "archived" : "");

const joinable = (place) => entry(place.id, "+", place.name, {}, async () => {
  if (await doing("joins", { channel: place.id })) go(place.name);
}, "joinable");

const direct = (user) => here.seen.channels.find((one) => one.is_im && one.user === user);

function person(user) {
  const place = direct(user.id);
  const opens = async () => {
    const result = place ? { channel: place } : await doing("opens_direct", { user: user.id });
    if (result) go(result.channel.id);
  };
  return entry(place?.id || user.id, "●", user.real_name, place ? unread(place) : {}, opens);
}

// New messages come first; else the app opens on its Home tab, where it has one.
function app() {
  const place = here.seen.channels.find(withApp);
  const marks = place ? unread(place) : {};
  const opens = () => (here.app.home_tab && !marks.fresh ? opensHome() : go(place.id));
  return entry(isHome() ? "app" : place?.id || "app", "▣", here.app.name, marks, opens);
}
