// Text as Slack reads it. Nodes are built one by one: what people wrote never becomes HTML.

const names = { users: {}, channels: {}, bot: "" };
let ahead = 0;

export function remember(users, channels, bot) {
  Object.assign(names.users, users);
  Object.assign(names.channels, channels);
  names.bot = bot;
}

export const setAhead = (milliseconds) => { ahead = milliseconds; };
export const now = () => new Date(Date.now() + ahead);
export const userName = (id) => names.users[id] || id;
export const isBot = (id) => id === names.bot;
export const channelName = (id) => names.channels[id] || id;
export const people = () => Object.entries(names.users).filter(([id]) => !isBot(id));
export const channels = () => Object.entries(names.channels);

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
  return new Intl.DateTimeFormat(undefined, options).format(new Date(seconds * 1000));
}

function day(seconds, month) {
  const then = new Date(seconds * 1000).toDateString();
  const here = now();
  if (then === here.toDateString()) return "today";
  if (then === new Date(here - 86400000).toDateString()) return "yesterday";
  return written(seconds, { day: "numeric", month });
}

export function date(seconds, format = "{date_short_pretty} at {time}") {
  const text = format
    .replace("{time_secs}", () => written(seconds, { timeStyle: "medium" }))
    .replace("{time}", () => time(seconds))
    .replace(/\{date_(short|num)\w*\}/g, () => day(seconds, "short"))
    .replace(/\{(date|day)\w*\}/g, () => day(seconds, "long"));
  const moment = new Date(seconds * 1000);
  return el("time", { datetime: moment.toISOString(), title: moment.toLocaleString() }, text);
}

export const mention = (id) => el("span", { class: "mention" }, `@${userName(id)}`);

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
  const known = new Map([...Object.entries(names.users)].map(([id, name]) => [name, id]));
  return escaped.replace(/(?<!\w)@([\w.-]+)/g, (found, name) => (known.has(name) ? `<@${known.get(name)}>` : found));
}

const PIECES = new RegExp(
  [
    "```([\\s\\S]+?)```", "`([^`\\n]+)`", "<([^<>\\n]+)>",
    "(?<![\\w*])\\*([^*\\n]+)\\*(?![\\w*])", "(?<![\\w_])_([^_\\n]+)_(?![\\w_])", "(?<![\\w~])~([^~\\n]+)~(?![\\w~])",
    "(https?://[^\\s<>|]+)",
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

function piece([, pre, code, reference, bold, italic, struck, url]) {
  if (pre) return el("pre", {}, unescaped(pre));
  if (code) return el("code", {}, unescaped(code));
  if (reference) return referred(reference);
  if (bold) return el("b", {}, ...mrkdwn(bold));
  if (url) return link(unescaped(url));
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
  if (target.startsWith("!")) return el("span", { class: "mention" }, label || `@${target.slice(1).split("^")[0]}`);
  return link(unescaped(target), label && unescaped(label));
}
