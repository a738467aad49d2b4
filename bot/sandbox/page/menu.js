// A menu under a button, for the pointer and for the keyboard.

import { icon } from "./icons.js";
import { el } from "./text.js";

let open = null;

// `items` are {label, note, run} or {label, note, href, beside}; a heading has a label alone.
export function menu(button, label, items) {
  const again = open?.button === button;
  close();
  if (again) return;
  const node = el("div", { class: "menu", role: "menu", "aria-label": label }, ...items.map(entry));
  document.body.append(node);
  open = { node, button };
  button.setAttribute("aria-expanded", "true");
  place(node, button.getBoundingClientRect());
  node.addEventListener("keydown", steered);
  choices(node)[0]?.focus();
}

export function close() {
  if (!open) return;
  const { node, button } = open;
  open = null;
  const inside = node.contains(document.activeElement);
  node.remove();
  button.setAttribute("aria-expanded", "false");
  if (inside) button.focus();
}

const choices = (node) => [...node.querySelectorAll("[role=menuitem]")];

function entry(item) {
  const words = [el("span", { class: "what" }, item.label), item.note ? el("small", {}, item.note) : null];
  if (item.href) {
    return el("div", { class: "row", role: "none" },
      el("a", { role: "menuitem", href: item.href, "aria-current": item.here ? "true" : null }, ...words),
      item.beside ? el("a", { role: "menuitem", class: "beside", href: item.href, target: "_blank", "aria-label": item.beside, title: item.beside }, icon("beside")) : null);
  }
  if (!item.run) return el("div", { class: "heading" }, ...words);
  return el("button", { type: "button", role: "menuitem", onclick: () => { close(); item.run(); } }, ...words);
}

function place(node, box) {
  const width = node.offsetWidth;
  const height = node.offsetHeight;
  const below = box.bottom + height + 8 < innerHeight;
  node.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  node.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}

function steered(event) {
  const all = choices(event.currentTarget);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all.at(to % all.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}

addEventListener("resize", close);
addEventListener("pointerdown", (event) => {
  if (open && !open.node.contains(event.target) && !open.button.contains(event.target)) close();
});
