// One message: who said it, what it says, and what can be done with it.

import { drawn } from "./blocks.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { dismiss, doing, go, here, me } from "./state.js";
import { date, el, emoji, fullName, isBot, mrkdwn, time, userName } from "./text.js";
import { press } from "./press.js";

const HELPER = "USLACKBOT";

// Drawn anew only when it changed, so that focus and selection survive; `replies` are those of its thread.
export function message(one, replies, known, { threaded = false } = {}) {
  const drawing = JSON.stringify([one, replies.length, replies.at(-1)?.ts, threaded]);
  if (known?.drawing === drawing) return known;
  const node = el("article", { "data-key": one.ts, class: classes(one) }, ...(one.subtype ? notice(one) : said(one, replies, threaded)));
  node.drawing = drawing;
  for (const inner of node.querySelectorAll("[data-focus]")) inner.dataset.focus = `${one.ts}/${inner.dataset.focus}`;
  return node;
}

const classes = (one) => ["message", one.subtype && "notice", one.ephemeral && "private", one.pinned && "pinned"].filter(Boolean).join(" ");

const notice = (one) => [el("div", { class: "body" }, ...mrkdwn(one.text), " ", stamp(one))];

function said(one, replies, threaded) {
  return [
    avatar(one.user),
    el("div", { class: "body" },
      mark(one),
      el("div", { class: "author" }, el("b", {}, nameOf(one)), isBot(one.user) ? el("small", { class: "app" }, "APP") : null, " ", stamp(one)),
      content(one),
      reactions(one),
      threaded || !replies.length ? null : summary(one, replies)),
    one.ephemeral ? null : tools(one, threaded),
  ];
}

const nameOf = (one) => (one.user === HELPER ? "Slackbot" : fullName(one.user));

const stamp = (one) => el("small", { class: "stamp" }, date(Math.floor(one.ts), "{time}"));

function mark(one) {
  if (one.ephemeral) {
    return el("div", { class: "only" }, "Only visible to you ",
      el("button", { type: "button", class: "plain", "data-focus": "dismiss", onclick: () => dismiss(one) }, "Dismiss"));
  }
  return one.pinned ? el("div", { class: "only" }, icon("pin"), " Pinned") : null;
}

function content(one) {
  const isCard = one.blocks?.some((block) => block.type === "header" || block.type === "actions");
  const body = one.blocks?.length ? drawn(one.blocks, (what) => press(what, one)) : mrkdwn(one.text);
  const edited = one.edited && !isBot(one.user) ? el("small", {}, " (edited)") : null;
  return el("div", { class: `said${isCard ? " card" : ""}` }, ...body, edited);
}

function reactions(one) {
  if (!one.reactions?.length) return null;
  return el("div", { class: "reactions" }, ...one.reactions.map(({ name, users, count }) => el("button", {
    type: "button", class: "reaction", "aria-pressed": String(users.includes(me())), "data-focus": `reaction/${name}`,
    title: `${users.map(userName).join(", ")}: ${name}`, "aria-label": `${name}, ${count}`, onclick: () => reacts(one, name),
  }, emoji(name), ` ${count}`)));
}

const reacts = (one, name) => doing("reacts", { channel: one.channel, ts: one.ts, emoji: name });

export const counted = (replies) => (replies.length === 1 ? "1 reply" : `${replies.length} replies`);

function summary(one, replies) {
  return el("button", { type: "button", class: "replies", "data-focus": "thread", onclick: () => go(here.place, one.ts) },
    el("b", {}, counted(replies)), el("small", {}, ` last at ${time(Math.floor(replies.at(-1).ts))}`));
}

function tools(one, threaded) {
  const tool = (key, label, face, run) => el("button", {
    type: "button", class: "tool", "data-focus": key, "aria-label": label, title: label, onclick: run,
  }, face);
  const more = tool("more", "More actions", icon("more"), () => menu(more, "Message actions", actions(one)));
  more.setAttribute("aria-haspopup", "menu");
  return el("div", { class: "tools", role: "group", "aria-label": "This message" },
    threaded ? null : tool("reply", "Reply in thread", icon("reply"), () => go(here.place, one.ts)),
    tool("pushpin", "React with pushpin", icon("pin"), () => reacts(one, "pushpin")), more);
}

function actions(one) {
  const target = { channel: one.channel, ts: one.ts };
  const shortcuts = here.app.shortcuts.filter((shortcut) => shortcut.on_message);
  return [
    ...shortcuts.map(({ name }) => ({ label: name, note: here.app.name, run: () => doing("message_shortcut", { ...target, shortcut: name }) })),
    ...["eyes", "white_check_mark", "+1"].map((name) => ({ label: `React ${emoji(name)}`, note: name, run: () => reacts(one, name) })),
    { label: one.pinned ? "Unpin from channel" : "Pin to channel", run: () => doing(one.pinned ? "unpins" : "pins", target) },
  ];
}

function avatar(id) {
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, nameOf({ user: id })[0].toUpperCase());
  node.style.setProperty("--hue", [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7));
  return node;
}
