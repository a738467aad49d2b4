// Starts the page: who is here, where they look, and what is drawn when something changes.

import * as api from "./api.js";
import { startClock, tick } from "./clock.js";
import { composer } from "./composer.js";
import { conversation } from "./conversation.js";
import { redrawn } from "./focus.js";
import { channelHead } from "./head.js";
import { tell } from "./heard.js";
import { home } from "./home.js";
import { menu } from "./menu.js";
import { modal } from "./modal.js";
import { announce, complain } from "./notes.js";
import { sidebar } from "./places.js";
import { current, doing, found, GONE, go, here, isHome, markRead, nameOf, onShow, readAddress, refresh, show, unread } from "./state.js";
import { city, el, remember } from "./text.js";
import { thread } from "./thread.js";
import { look, startTour } from "./tour.js";

const at = (id) => document.getElementById(id);

async function start() {
  const facts = await api.facts();
  const names = Object.keys(facts.people);
  const asked = new URLSearchParams(location.search).get("as");
  here.who = names.includes(asked) ? asked : names[0];
  here.app = facts.app;
  here.run = `${facts.bot_token}/${here.who}`;
  here.read = JSON.parse(sessionStorage.getItem(here.run) || "{}");
  readAddress();
  history.replaceState(null, "", `?as=${encodeURIComponent(here.who)}${location.hash}`);
  at("team").textContent = facts.team_name;
  onShow(draw);
  if (here.app.messages_tab) await api.act(here.who, "opens_home", { tab: "messages" });
  await Promise.all([refresh(), startClock(), startTour(facts.bot_token)]);
  if (isHome()) await doing("opens_home", { tab: "home" });
  tick();
  show();
  api.onChange(soon, { lost: () => announce(GONE) });
}

let waiting = 0;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => refresh().catch(() => complain(GONE)), 40);
}

function draw() {
  remember(here.seen);
  const place = current();
  if (document.visibilityState === "visible" && !isHome()) markRead(place);
  who();
  sidebar(at("places"));
  redrawn(at("head"), channelHead(place));
  if (isHome()) home(at("messages"));
  else conversation(at("messages"), place);
  box(place);
  thread();
  const waitingHere = here.seen.channels.reduce((sum, one) => sum + unread(one).forMe, 0);
  at("menu").dataset.count = waitingHere || "";
  document.title = `${waitingHere ? `(${waitingHere}) ` : ""}${isHome() ? here.app.name : nameOf(place)} · ${here.seen.person.real_name}`;
  tell();
  modal();
  look();
}

function box(place) {
  const closed = isHome() || place.is_archived;
  at("composer").hidden = closed;
  document.querySelector(".skip").hash = closed ? "#messages" : "#line";
  if (!closed && at("composer").dataset.key !== `${place.id}/`) composer(at("composer"), place);
}

function who() {
  const { person, people } = here.seen;
  at("who").replaceChildren(el("small", {}, "You are "), el("b", {}, person.real_name), " ▾");
  at("who").onclick = () => menu(at("who"), "Be somebody else", [
    { label: "Be somebody else", note: "or open a second window beside" },
    ...people.filter((one) => !one.is_bot && !one.deleted).map((one) => ({
      label: one.real_name, note: `@${one.name} · ${city(one.tz)}`, here: one.id === person.id,
      href: `?as=${encodeURIComponent(one.name)}${location.hash}`, beside: `Be ${one.real_name} in a second window`,
    })),
  ]);
}

function drawer(open) {
  document.body.classList.toggle("menu-open", open);
  at("menu").setAttribute("aria-expanded", String(open));
  if (open) at("places").querySelector("[aria-current], button")?.focus();
}

at("menu").addEventListener("click", () => drawer(!document.body.classList.contains("menu-open")));
at("places").addEventListener("click", (event) => event.target.closest(".place") && arrived());
document.querySelector("main").addEventListener("pointerdown", () => drawer(false));

// Whoever chose a conversation wants to write in it; on a phone that would open the keyboard unasked.
function arrived() {
  drawer(false);
  if (matchMedia("(min-width: 761px)").matches) setTimeout(() => at("line")?.focus({ preventScroll: true }));
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("menu-open")) return;
  drawer(false);
  at("menu").focus();
});
addEventListener("popstate", async () => {
  readAddress();
  show();
  if (isHome()) await doing("opens_home", { tab: "home" });
});
document.addEventListener("click", async (event) => {
  const target = event.target.closest("[data-channel]");
  if (!target) return;
  event.preventDefault();
  const wanted = target.dataset.channel;
  if (found(wanted) || await doing("joins", { channel: wanted })) go(found(wanted).name || wanted);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && show());

start().catch((error) => complain(error.message === "unreachable" ? GONE : error.message));
