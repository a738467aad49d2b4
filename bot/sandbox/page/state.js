// What this window knows: who somebody is here, where they look, and what they see.

import * as api from "./api.js";
import { announce, complain } from "./notes.js";

export const here = { who: "", place: "", thread: "", seen: null, app: null, run: "", read: {}, newFrom: {}, notices: [], dismissed: [] };

const listeners = [];
export const onShow = (show) => listeners.push(show);
export const show = () => here.seen && listeners.forEach((one) => one());

let newest = null;

// See what there is now; whoever waits for it waits until nothing newer is on its way.
export function refresh() {
  const mine = api.screen(here.who).then((seen) => {
    if (newest !== mine) return newest;
    here.seen = seen;
    return show();
  });
  newest = mine;
  return mine;
}

export const conversations = () => here.seen.channels;
export const me = () => here.seen.person.id;
export const withApp = (place) => place.is_im && place.user === here.app.id;
export const isHome = () => here.place === "app:home";
export const found = (wanted) => conversations().find((one) => [one.id, one.name].includes(wanted));
export const current = () => found(here.place) || conversations()[0];
export const openThread = () => here.thread && current()?.messages.find((one) => one.ts === here.thread);

export function nameOf(place) {
  if (!place.is_im) return `#${place.name}`;
  return here.seen.people.find((one) => one.id === place.user)?.real_name || "somebody";
}

const address = () => `#${encodeURIComponent(here.place)}${here.thread ? `/${here.thread}` : ""}`;

export function readAddress() {
  const [place, thread] = location.hash.slice(1).split("/");
  here.place = decodeURIComponent(place || "");
  here.thread = thread || "";
}

export function go(place, thread = "") {
  if (here.place !== place) {
    const there = found(place);
    if (there) here.newFrom[there.id] = here.read[there.id] || "0";
  }
  here.place = place;
  here.thread = thread;
  if (location.hash !== address()) history.pushState(null, "", address());
  show();
}

export async function opensHome() {
  go("app:home");
  await doing("opens_home", { tab: "home" });
}

export function markRead(place) {
  const last = place.messages.at(-1)?.ts || "0";
  if (here.read[place.id] === last) return;
  here.read[place.id] = last;
  sessionStorage.setItem(here.run, JSON.stringify(here.read));
}

const byOthers = (place) =>
  place.messages.filter((one) => !one.subtype && one.user !== me() && Number(one.ts) > Number(here.read[place.id] || 0));

// What a conversation's entry says: how much is new, and how much of it is for this person.
export function unread(place) {
  const fresh = byOthers(place);
  const forMe = place.is_im ? fresh : fresh.filter((one) => one.ephemeral || one.text.includes(`<@${me()}`));
  return { fresh: fresh.length, forMe: forMe.length };
}

const SENTENCES = {
  operation_timeout: "did not answer in time",
  dispatch_failed: "could not be reached",
};

export const reason = (code) => `${here.app.name} ${SENTENCES[code] || `answered with an error (${code})`}.`;

// Do something as this person. What goes wrong is said where it was done; null means it did.
export async function doing(verb, given = {}, wrong = complain) {
  try {
    const result = await api.act(here.who, verb, given);
    if (!result.error) return result;
    wrong(`${reason(result.error)} Nothing may have happened: look before you try again.`, result.error);
  } catch (error) {
    wrong(error.message === "unreachable" ? GONE : error.message, error.message);
  } finally {
    await refresh().catch(() => {});
  }
  return null;
}

export const GONE = "This workspace does not answer. Is the command that started it still running?";

// What Slack's own helper says to one person only; a reload forgets it, as it does there.
export function notice(text, { place, thread = "" }) {
  const ts = String(Math.max(...place.messages.map((one) => Number(one.ts)), 0) + 0.0001 * (here.notices.length + 1));
  here.notices.push({ ts, channel: place.id, thread_ts: thread || undefined, user: "USLACKBOT", text, ephemeral: true });
  announce(text);
  show();
}

export const dismiss = (message) => {
  here.dismissed.push(message.ts);
  show();
};

export const shown = (place) =>
  [...place.messages, ...here.notices.filter((one) => one.channel === place.id)]
    .filter((one) => !here.dismissed.includes(one.ts))
    .sort((a, b) => Number(a.ts) - Number(b.ts));
