// Reading at the end of a conversation: staying there, or being told that more came below.

import { el } from "./text.js";

const NEAR = 80;
const followed = new WeakSet();

export const isAtEnd = (root) => root.scrollHeight - root.scrollTop - root.clientHeight < NEAR;

export function toEnd(root) {
  root.scrollTop = root.scrollHeight;
  follow(root);
}

// A list that shrinks, as when a keyboard opens, keeps showing its end.
function follow(root) {
  if (followed.has(root)) return;
  followed.add(root);
  let atEnd = true;
  root.addEventListener("scroll", () => {
    atEnd = isAtEnd(root);
    if (atEnd) sign(root)?.remove();
  });
  new ResizeObserver(() => atEnd && (root.scrollTop = root.scrollHeight)).observe(root);
}

const sign = (root) => root.parentElement?.querySelector(":scope > .below");

export function below(root) {
  if (sign(root)) return;
  root.after(el("button", { type: "button", class: "below", onclick: () => toEnd(root) }, "New messages below ↓"));
}
