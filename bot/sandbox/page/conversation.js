// The messages of a conversation, by day, with a line where the new ones begin.

import { below, isAtEnd, toEnd } from "./scrolling.js";
import { keepingFocus } from "./focus.js";
import { message } from "./message.js";
import { here, me, nameOf, shown, withApp } from "./state.js";
import { day, el } from "./text.js";


export const isReply = (one) => one.thread_ts && one.thread_ts !== one.ts;

export function conversation(root, place) {
  const all = shown(place);
  const nodes = [];
  const known = knownIn(root);
  let fresh = firstNew(all, here.newFrom[place.id]);
  let today = "";
  for (const one of all.filter((message) => !isReply(message))) {
    const date = day(Math.floor(one.ts));
    if (date !== today) nodes.push(known.get(`day/${date}`) || rule(`day/${date}`, date[0].toUpperCase() + date.slice(1)));
    if (one === fresh) nodes.push(known.get("new") || rule("new", "New"));
    today = date;
    nodes.push(message(one, all.filter((reply) => isReply(reply) && reply.thread_ts === one.ts && !reply.ephemeral), known.get(one.ts)));
  }
  placed(root, nodes.length ? nodes : [emptiness(place)], place.id);
}

export const knownIn = (root) => new Map([...root.children].map((node) => [node.dataset.key, node]));

// Put nodes in; whoever reads at the end stays at the end, and who reads above it is told of what comes below.
export function placed(root, nodes, key) {
  const turned = root.dataset.shows !== key;
  const last = root.lastChild;
  const stays = turned || isAtEnd(root);
  root.dataset.shows = key;
  keepingFocus(root, () => {
    nodes.forEach((node, at) => { if (root.children[at] !== node) root.insertBefore(node, root.children[at] || null); });
    while (root.children.length > nodes.length) root.lastChild.remove();
  });
  if (stays) toEnd(root);
  else if (root.lastChild.dataset.key > last.dataset.key) below(root);
}

const rule = (key, words) => el("div", { class: key === "new" ? "rule new" : "rule", "data-key": key }, el("span", {}, words));

const firstNew = (all, from) => from === undefined ? null
  : all.find((one) => !isReply(one) && !one.subtype && one.user !== me() && Number(one.ts) > Number(from));

function emptiness(place) {
  if (withApp(place)) return el("p", { class: "emptiness" }, `Nothing from ${here.app.name} yet. What it has to tell you alone arrives here.`);
  if (place.is_im) return el("p", { class: "emptiness" }, `This is the beginning of what you and ${nameOf(place)} say to each other.`);
  const commands = here.app.commands.map((one) => one.command).join(" or ");
  return el("p", { class: "emptiness" }, `Nothing was said in ${nameOf(place)} yet. Say something, or type ${commands}.`);
}
