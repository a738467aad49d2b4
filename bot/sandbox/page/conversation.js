// One conversation: its head, its messages, and the threads under them.

import { drawn } from "./blocks.js";
import { keepingFocus } from "./focus.js";
import { date, el, isBot, link, mrkdwn, unescaped, userName } from "./text.js";

export function channelHead(place) {
  const name = place.is_im ? "Conn" : `#${place.name}`;
  return el("div", { class: "head" },
    el("h1", {}, name, el("small", {}, place.is_im ? " direct messages" : ` ${facts(place)}`)),
    place.topic?.value ? el("p", { class: "topic" }, ...mrkdwn(unescaped(place.topic.value))) : null,
    place.bookmarks.length || place.pins.length ? el("p", { class: "links" },
      ...place.bookmarks.map((one) => el("span", {}, "↗ ", link(one.link, one.title))),
      ...place.pins.map((ts) => pin(place, ts))) : null);
}

function facts(place) {
  const count = place.members.length === 1 ? "1 member" : `${place.members.length} members`;
  return [count, place.is_private && "private", place.is_archived && "archived"].filter(Boolean).join(", ");
}

function pin(place, ts) {
  const pinned = place.messages.find((one) => one.ts === ts);
  const title = pinned?.blocks?.find((block) => block.type === "header")?.text.text || "Pinned message";
  return el("button", { type: "button", class: "plain", "data-focus": `pin/${ts}`, onclick: () => reveal(ts) }, `Pinned: ${title}`);
}

function reveal(ts) {
  const node = document.querySelector(`[data-key="${ts}"]`);
  node?.scrollIntoView({ block: "start", behavior: "smooth" });
  node?.classList.add("revealed");
  setTimeout(() => node?.classList.remove("revealed"), 1500);
}

// Only what changed is drawn anew, so that focus, selection and half-written replies survive.
export function conversation(root, place, { press, answer }) {
  const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  const grew = root.children.length;
  const old = new Map([...root.children].map((node) => [node.dataset.key, node]));
  const nodes = place.messages.filter((one) => !inThread(one)).map((message) => {
    const replies = place.messages.filter((one) => inThread(one) && one.thread_ts === message.ts);
    const drawing = JSON.stringify([message, replies]);
    const known = old.get(message.ts);
    return known?.drawing === drawing ? known : fresh(message, replies, drawing, known, { press, answer });
  });
  if (!nodes.length) nodes.push(emptiness(place));
  keepingFocus(root, () => placed(root, nodes));
  if (atEnd || grew === 0) root.scrollTop = root.scrollHeight;
}

function placed(root, nodes) {
  nodes.forEach((node, at) => { if (root.children[at] !== node) root.insertBefore(node, root.children[at] || null); });
  while (root.children.length > nodes.length) root.lastChild.remove();
}

const emptiness = (place) => el("p", { class: "emptiness" },
  place.is_im ? "Nothing from Conn yet. When somebody is paged, it arrives here."
    : "Nothing was said here yet. Type /incident below to declare one, or say something.");

const inThread = (message) => message.thread_ts && message.thread_ts !== message.ts;

function fresh(message, replies, drawing, known, doing) {
  const node = el("article", { "data-key": message.ts, class: classes(message) },
    ...one(message, doing.press), message.subtype || message.ephemeral ? null : thread(message, replies, known, doing));
  node.drawing = drawing;
  for (const inner of node.querySelectorAll("[data-focus]")) inner.dataset.focus = `${message.ts}/${inner.dataset.focus}`;
  return node;
}

const classes = (message) =>
  ["message", message.subtype && "notice", message.ephemeral && "private", message.pinned && "pinned"].filter(Boolean).join(" ");

function one(message, press) {
  if (message.subtype) return [el("div", { class: "body" }, ...mrkdwn(message.text), " ", stamp(message))];
  const name = userName(message.user);
  const body = message.blocks?.length ? drawn(message.blocks, (what) => press(what, message)) : mrkdwn(message.text);
  return [
    avatar(message.user, name),
    el("div", { class: "body" },
      message.ephemeral ? el("div", { class: "only" }, "Only visible to you") : null,
      message.pinned ? el("div", { class: "only" }, "Pinned") : null,
      el("div", { class: "author" }, el("b", {}, name), isBot(message.user) ? el("small", { class: "app" }, "APP") : null, " ", stamp(message)),
      el("div", { class: "said" }, ...body, message.edited && !isBot(message.user) ? el("small", {}, " (edited)") : null)),
  ];
}

const stamp = (message) => el("small", { class: "stamp" }, date(Math.floor(message.ts), "{time}"));

function avatar(id, name) {
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, name[0].toUpperCase());
  node.style.setProperty("--hue", [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7));
  return node;
}

function thread(message, replies, known, { press, answer }) {
  const open = known?.querySelector("details")?.open;
  const line = el("input", { "data-focus": "reply", "aria-label": "Reply in the thread", placeholder: "Reply…", enterkeyhint: "send" });
  line.value = known?.querySelector("details input")?.value || "";
  const sent = (event) => {
    event.preventDefault();
    if (line.value.trim()) answer(line.value.trim(), message);
    line.value = "";
  };
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  return el("details", { class: `thread${replies.length ? "" : " empty"}`, open },
    el("summary", { "data-focus": "thread" }, replies.length ? count : "Reply"),
    ...replies.map((reply) => el("div", { class: "message" }, ...one(reply, press))),
    el("form", { onsubmit: sent }, line));
}
