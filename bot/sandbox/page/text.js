// Text as Slack reads it. Nodes are built one by one: what people wrote never becomes HTML.

import { icon } from "./icons.js";

const known = { users: new Map(), channels: new Map(), groups: new Map(), me: "", zone: undefined };
let ahead = 0;

// Take names and the reader's zone from what somebody sees.
export function remember({ person, people, channels, joinable, usergroups }) {
  known.users = new Map(people.map((one) => [one.id, one]));
  known.channels = new Map([...channels, ...joinable].filter((one) => one.name).map((one) => [one.id, one.name]));
  known.groups = new Map(usergroups.map((one) => [one.id, one.handle]));
  known.me = person.id;
  known.zone = person.tz;
}

export const setAhead = (milliseconds) => { ahead = milliseconds; };
export const now = () => new Date(Date.now() + ahead);
export const userName = (id) => (isBot(id) ? fullName(id) : known.users.get(id)?.name || id);
export const fullName = (id) => known.users.get(id)?.real_name || id;
export const isBot = (id) => Boolean(known.users.get(id)?.is_bot);
export const people = () => [...known.users.values()].filter((one) => !one.is_bot).map((one) => [one.id, one.name]);
export const channels = () => [...known.channels];
export const city = (zone) => zone.split("/").at(-1).replace(/_/g, " ");
const channelName = (id) => known.channels.get(id) || "private";

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

export const time = (seconds) => written(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function written(seconds, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: known.zone, ...options }).format(new Date(seconds * 1000));
}

export function day(seconds, month = "long") {
  const date = (moment) => written(moment, { dateStyle: "short" });
  const today = now() / 1000;
  if (date(seconds) === date(today)) return "today";
  if (date(seconds) === date(today - 86400)) return "yesterday";
  if (date(seconds) === date(today + 86400)) return "tomorrow";
  return written(seconds, { day: "numeric", month });
}

export const moment = (seconds) =>
  `${written(seconds, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}, ${city(known.zone)}`;

export function date(seconds, format = "{date_short_pretty} at {time}") {
  const text = format
    .replace("{time_secs}", () => written(seconds, { timeStyle: "medium" }))
    .replace("{time}", () => time(seconds))
    .replace(/\{date_(short|num)\w*\}/g, () => day(seconds, "short"))
    .replace(/\{(date|day)\w*\}/g, () => day(seconds, "long"));
  return el("time", { datetime: new Date(seconds * 1000).toISOString(), title: moment(seconds) }, text);
}

export const mention = (id) => el("span", { class: `mention${id === known.me ? " mine" : ""}`, title: fullName(id) }, `@${userName(id)}`);

export const group = (id) => el("span", { class: "mention" }, `@${known.groups.get(id) || id}`);

const EMOJI = {
  eyes: "👀", white_check_mark: "✅", "+1": "👍", tada: "🎉", warning: "⚠️", rotating_light: "🚨", fire: "🔥",
  raised_hands: "🙌", x: "❌",
};

export const emoji = (name) => (name === "pushpin" ? icon("pin") : EMOJI[name] || `:${name}:`);

export function channelLink(id) {
  return el("a", { class: "mention", href: "#", "data-channel": id }, `#${channelName(id)}`);
}

export function link(url, label) {
  const safe = /^(https?|mailto):/i.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, label || url) : label || url;
}

export const unescaped = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// What Slack's own client does with typed text: escape it, and turn known names into references.
export function typed(text) {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const references = new Map([
    ...[...known.groups].map(([id, handle]) => [`@${handle}`, `<!subteam^${id}>`]),
    ...[...known.users.values()].map((one) => [`@${one.name}`, `<@${one.id}>`]),
    ...channels().map(([id, name]) => [`#${name}`, `<#${id}>`]),
  ]);
  return escaped.replace(/(?<!\w)[@#][\w.-]+/g, (found) => references.get(found) || found);
}

const PIECES = new RegExp(
  [
    "```([\\s\\S]+?)```", "`([^`\\n]+)`", "<([^<>\\n]+)>",
    "(?<![\\w*])\\*([^*\\n]+)\\*(?![\\w*])", "(?<![\\w_])_([^_\\n]+)_(?![\\w_])", "(?<![\\w~])~([^~\\n]+)~(?![\\w~])",
    "(https?://[^\\s<>|]+)", ":([a-z0-9_+-]+):",
  ].join("|"), "g");

export function mrkdwn(text) {
  const nodes = [];
  let position = 0;
  for (const found of text.matchAll(PIECES)) {
    nodes.push(unescaped(text.slice(position, found.index)), piece(found));
    position = found.index + found[0].length;
  }
  nodes.push(unescaped(text.slice(position)));
  return nodes.filter((node) => node !== "");
}

function piece([whole, pre, code, reference, bold, italic, struck, url, face]) {
  if (pre) return el("pre", {}, unescaped(pre));
  if (code) return el("code", {}, unescaped(code));
  if (reference) return referred(reference);
  if (bold) return el("b", {}, ...mrkdwn(bold));
  if (url) return link(unescaped(url));
  if (face) return EMOJI[face] || face === "pushpin" ? emoji(face) : whole;
  if (italic) return el("i", {}, ...mrkdwn(italic));
  return el("s", {}, ...mrkdwn(struck));
}

function referred(reference) {
  const [target, label] = reference.split("|");
  if (target.startsWith("!date^")) {
    const [, seconds, format] = target.split("^");
    return date(Number(seconds), format);
  }
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelLink(target.slice(1));
  if (target.startsWith("!subteam^")) return group(target.split("^")[1]);
  if (target.startsWith("!")) return el("span", { class: "mention" }, label || `@${target.slice(1).split("^")[0]}`);
  return link(unescaped(target), label && unescaped(label));
}
