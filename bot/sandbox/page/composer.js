// The box in which messages and commands are written, with suggestions while one types.

import { menu } from "./menu.js";
import { current, doing, here, nameOf, notice, reason } from "./state.js";
import { el, typed } from "./text.js";

const drafts = new Map();
let boxes = 0;

// Build the box of a conversation, or of a thread in it, into `root`.
export function composer(root, place, thread = "") {
  const key = `${place.id}/${thread}`;
  const number = ++boxes;
  const label = thread ? "Reply" : `Message ${nameOf(place)}`;
  const line = el("textarea", {
    id: thread ? `reply${number}` : "line", rows: 1, placeholder: label, enterkeyhint: "send", "aria-label": label,
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `suggestions${number}`,
  });
  line.value = drafts.get(key) || "";
  const list = el("ul", { class: "suggestions", id: `suggestions${number}`, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const suggested = suggestions(line, list);
  const form = el("form", { autocomplete: "off", class: "box", onsubmit: (event) => {
    event.preventDefault();
    const text = line.value.trim();
    line.value = "";
    drafts.delete(key);
    suggested.close();
    if (text) send(text, place.id, thread);
  } }, thread ? null : plus(), line, el("button", { type: "submit", class: "send" }, "Send"));
  line.addEventListener("input", () => { drafts.set(key, line.value); suggested.update(); });
  line.addEventListener("blur", suggested.close);
  line.addEventListener("keydown", (event) => {
    if (suggested.took(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  root.dataset.key = key;
  root.replaceChildren(list, form);
}

function plus() {
  const button = el("button", { type: "button", class: "plus", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", onclick: () => menu(button, "Shortcuts", [
    { label: "Shortcuts" },
    ...here.app.shortcuts.filter((one) => !one.on_message).map(({ name }) => (
      { label: name, note: here.app.name, run: () => doing("shortcut", { shortcut: name }) })),
    { label: "Commands" },
    ...here.app.commands.map(({ command, description }) => (
      { label: command, note: description, run: () => fill(`${command} `) })),
  ]) }, "+");
  return button;
}

// Write into the box of the open conversation, as if it had been typed.
export function fill(text) {
  const line = document.getElementById("line");
  line.value = text;
  line.focus();
  line.dispatchEvent(new Event("input"));
}

async function send(text, channel, thread) {
  const place = here.seen.channels.find((one) => one.id === channel) || current();
  const command = text.match(/^(\/\S+)\s*([\s\S]*)$/);
  if (!command) return doing("says", { text: typed(text), channel, ...(thread ? { ts: thread } : {}) });
  const [, name, rest] = command;
  const where = { place, thread };
  if (!here.app.commands.some((one) => one.command === name)) {
    return notice(`\`${name}\` is not a command here. There is ${here.app.commands.map((one) => `\`${one.command}\``).join(" and ")}.`, where);
  }
  if (thread) return notice(`\`${name}\` cannot be used in a thread. Type it in ${nameOf(place)} instead.`, where);
  const failed = (_, code) => notice(`\`${name}\` failed with the error "${code}". ${reason(code)} Nothing may have happened: look before you try again.`, where);
  return doing("command", { command: name, text: rest, channel }, failed);
}

// Commands after a slash, people after an @; arrows choose, Enter or Tab takes, Escape leaves it.
function suggestions(line, list) {
  let offered = [];
  let at = -1;
  const draw = () => {
    list.hidden = !offered.length;
    line.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...offered.map((one, position) => el("li", {
      id: `${list.id}-${position}`, role: "option", "aria-selected": String(position === at),
      onpointerdown: (event) => { event.preventDefault(); take(one); },
    }, el("b", {}, one.label), " ", el("small", {}, one.note))));
    if (at >= 0) line.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else line.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => { offered = []; at = -1; draw(); };
  const take = (one) => {
    const before = line.value.slice(0, line.selectionStart).replace(/\S*$/, "");
    const after = line.value.slice(line.selectionStart);
    line.value = `${before}${one.take} ${after}`;
    line.selectionStart = line.selectionEnd = before.length + one.take.length + 1;
    line.dispatchEvent(new Event("input"));
  };
  const update = () => {
    const before = line.value.slice(0, line.selectionStart);
    offered = fitting(before);
    at = offered[0]?.take && !before.endsWith(offered[0].take) ? 0 : -1; // what is written out already is sent by Enter
    draw();
  };
  const took = (event) => {
    const many = offered.filter((one) => one.take).length;
    if (!offered.length || event.isComposing) return false;
    if (event.key === "Escape") close();
    else if (many && event.key === "ArrowDown") at = (at + 1) % many;
    else if (many && event.key === "ArrowUp") at = (at <= 0 ? many : at) - 1;
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0 && !event.shiftKey) return take(offered[at]), true;
    else return false;
    if (offered.length) draw();
    return true;
  };
  return { update, close, took };
}

function fitting(before) {
  if (/^\/\S*$/.test(before)) {
    return here.app.commands.filter((one) => one.command.startsWith(before))
      .map((one) => ({ label: one.command, note: `${one.description} · ${one.usage_hint}`, take: one.command }));
  }
  const command = here.app.commands.find((one) => before.startsWith(`${one.command} `));
  const name = before.match(/(?:^|\s)@([\w.-]*)$/);
  if (name) {
    return here.seen.people.filter((one) => !one.is_bot && !one.deleted && one.name.startsWith(name[1]))
      .map((one) => ({ label: `@${one.name}`, note: one.real_name, take: `@${one.name}` }));
  }
  return command && before.trim() === command.command ? [{ label: command.command, note: command.usage_hint }] : [];
}
