// What stands above a conversation: its name, topic, bookmarks, pins and members; for the app its tabs.

import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { line } from "./question.js";
import { doing, found, go, here, isHome, nameOf, opensHome, withApp } from "./state.js";
import { city, el, isBot, link, mrkdwn, unescaped } from "./text.js";

const TOPIC = 250;

export function channelHead(place) {
  if (isHome() || withApp(place)) return [title(here.app.name, el("small", { class: "app" }, "APP")), tabs()];
  if (place.is_im) {
    const other = here.seen.people.find((one) => one.id === place.user);
    return [title(nameOf(place), el("small", {}, `@${other.name} · ${city(other.tz)}`))];
  }
  const topic = unescaped(place.topic.value);
  return [
    title(nameOf(place), el("span", { class: "facts" }, members(place), pins(place), place.is_archived ? el("small", {}, "archived") : null)),
    el("p", { class: "topic", "data-part": "topic" }, ...(topic ? mrkdwn(place.topic.value.includes("&lt;") ? topic : place.topic.value) : []),
      " ", place.is_archived ? null : el("button", { type: "button", class: "plain quiet", "data-focus": "topic", onclick: () => edit(place, topic) },
        topic ? "Edit topic" : "Add a topic")),
    place.bookmarks.length ? el("p", { class: "links", "aria-label": "Bookmarks" },
      ...place.bookmarks.map((one) => el("span", {}, icon("link"), " ", link(one.link, one.title)))) : null,
  ].filter(Boolean);
}

const title = (name, ...beside) => el("div", { class: "title" }, el("h1", {}, name), ...beside);

function tabs() {
  const direct = here.seen.channels.find(withApp);
  const tab = (key, name, on, run) => el("button", { type: "button", class: "tab", "data-focus": key, "aria-current": on ? "page" : null, onclick: run }, name);
  return el("div", { class: "tabs", role: "group", "aria-label": here.app.name },
    here.app.home_tab ? tab("home", "Home", isHome(), opensHome) : null,
    direct ? tab("messages", "Messages", !isHome(), () => go(direct.id)) : null);
}

function listed(key, label, heading, items) {
  const button = el("button", { type: "button", class: "plain", "data-focus": key, "aria-haspopup": "menu", onclick: () => menu(button, heading, items()) }, ...[label].flat());
  return button;
}

// What a press shows is looked up when it is pressed: the head is drawn anew only when it reads differently.
function members(place) {
  const count = place.members.length === 1 ? "1 member" : `${place.members.length} members`;
  const named = (id) => here.seen.people.find((one) => one.id === id);
  return listed("members", count, "Members", () => [
    { label: `In ${nameOf(place)}` },
    ...found(place.id).members.map(named).filter(Boolean).map((one) => ({
      label: one.real_name, note: isBot(one.id) ? "app" : `@${one.name} · ${city(one.tz)}`,
      run: () => !isBot(one.id) && one.id !== here.seen.person.id && doing("opens_direct", { user: one.id }).then((made) => made && go(made.channel.id)),
    })),
  ]);
}

function pins(place) {
  if (!place.pins.length) return null;
  return listed("pins", [icon("pin"), ` ${place.pins.length} pinned`], "Pinned messages", () => found(place.id).pins.map((ts) => ({
    label: titleOf(found(place.id).messages.find((one) => one.ts === ts)), run: () => reveal(ts),
  })));
}

function titleOf(pinned) {
  const header = pinned?.blocks?.find((block) => block.type === "header")?.text.text;
  return header || unescaped(pinned?.text || "A message").split("\n")[0].slice(0, 80);
}

function reveal(ts) {
  const node = document.querySelector(`#messages [data-key="${ts}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "start" });
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.classList.add("revealed");
  setTimeout(() => node.classList.remove("revealed"), 1500);
}

async function edit(place, topic) {
  const written = await line("Edit topic", `Topic of ${nameOf(place)}`, { value: topic, maxlength: TOPIC });
  if (written !== null) await doing("sets_topic", { channel: place.id, topic: written });
}
