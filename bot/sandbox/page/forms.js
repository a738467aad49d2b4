// Modals: every field the app may ask for, what was entered, and what was wrong with it.

import { drawn } from "./blocks.js";
import { channels, el, people } from "./text.js";

const TYPES = {
  number_input: "number", email_text_input: "email", url_text_input: "url",
  datepicker: "date", timepicker: "time", datetimepicker: "datetime-local",
};

// `changed(label, value)` for every field filled in; `told` ones reach the app at once.
export function form(view, { changed, submitted, closed, press }) {
  const inputs = view.blocks.filter((block) => block.type === "input").map((block) => input(block, view, changed));
  const byBlock = Object.fromEntries(inputs.map((one) => [one.block, one.node]));
  const body = view.blocks.flatMap((block) => byBlock[block.block_id] || drawn([block], press));
  const fields = () => Object.fromEntries(inputs.map((one) => [one.label, one.value()]));
  return el("form", { method: "dialog", novalidate: true, onsubmit: (event) => { event.preventDefault(); submitted(fields()); } },
    el("header", {}, el("h2", {}, view.title.text),
      el("button", { type: "button", class: "x", "aria-label": "Close", onclick: closed }, "×")),
    el("p", { class: "trouble", role: "alert" }),
    el("div", { class: "fields" }, ...body),
    el("footer", {},
      el("button", { type: "button", class: "button", onclick: closed }, view.close?.text || "Cancel"),
      view.submit ? el("button", { type: "submit", class: "button primary" }, view.submit.text) : null));
}

export function showErrors(node, errors) {
  for (const field of node.querySelectorAll(".field")) {
    const said = errors[field.dataset.label] || "";
    field.querySelector(".error").textContent = said;
    field.classList.toggle("wrong", Boolean(said));
  }
  node.querySelector(".wrong :is(input, select, textarea)")?.focus();
}

function input(block, view, changed) {
  const label = block.label.text;
  const held = view.state.values[block.block_id]?.[block.element.action_id] || {};
  const made = (MAKERS[block.element.type] || text)(block.element, held);
  made.node.addEventListener("change", () => changed(label, made.value(), Boolean(block.dispatch_action)));
  const grouped = made.node.matches("fieldset");
  const title = el("span", { class: "label" }, label, block.optional ? el("small", {}, " optional") : null);
  const node = el(grouped ? "div" : "label", { class: "field", "data-label": label }, title, made.node,
    block.hint ? el("small", { class: "hint" }, block.hint.text) : null,
    el("small", { class: "error", role: "alert" }));
  if (grouped) made.node.setAttribute("aria-label", label);
  return { block: block.block_id, label, node, value: made.value };
}

function text(element, held) {
  const tag = element.multiline ? "textarea" : "input";
  const node = el(tag, {
    type: tag === "input" ? TYPES[element.type] || "text" : null,
    rows: element.multiline ? 4 : null,
    maxlength: element.max_length,
    placeholder: element.placeholder?.text,
  });
  node.value = held.value ?? held.selected_date ?? held.selected_time ?? "";
  return { node, value: () => node.value || null };
}

function moment(element, held) {
  const made = text(element, {});
  const local = (seconds) => new Date(seconds * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  if (held.selected_date_time) made.node.value = local(held.selected_date_time);
  return { node: made.node, value: () => (made.node.value ? Math.floor(new Date(made.node.value) / 1000) : null) };
}

function menu(choices, held, hint, multiple) {
  const node = el("select", { multiple, size: multiple ? Math.min(choices.length, 6) : null },
    multiple ? null : el("option", { value: "" }, hint || "Choose"),
    ...choices.map(([, label], at) => el("option", { value: at + 1, selected: held.includes(choices[at][0]) }, label)));
  const chosen = () => [...node.selectedOptions].filter((one) => one.value).map((one) => choices[one.value - 1][2]);
  return { node, value: () => (multiple ? chosen() : chosen()[0] ?? null) };
}

const offered = (element) =>
  [...(element.options || []), ...(element.option_groups || []).flatMap((group) => group.options)]
    .map((one) => [one.value, one.text.text, one]);

const listed = (held) => [held].flat().filter(Boolean);

const select = (multiple) => (element, held) => menu(offered(element),
  listed(held.selected_option || held.selected_options).map((one) => one.value), element.placeholder?.text, multiple);

const user = (multiple) => (element, held) => menu(people().map(([id, name]) => [id, `@${name}`, id]),
  listed(held.selected_user || held.selected_users), element.placeholder?.text || "Choose somebody", multiple);

const channel = (multiple) => (element, held) => menu(channels().map(([id, name]) => [id, `#${name}`, id]),
  listed(held.selected_channel || held.selected_conversation || held.selected_channels || held.selected_conversations),
  element.placeholder?.text || "Choose a channel", multiple);

const ticks = (type) => (element, held) => {
  const values = listed(held.selected_option || held.selected_options).map((one) => one.value);
  const boxes = element.options.map((one) => el("input", { type, name: element.action_id, checked: values.includes(one.value) }));
  const node = el("fieldset", {}, ...element.options.map((one, at) => el("label", {}, boxes[at],
    el("span", {}, one.text.text, one.description ? el("small", {}, ` ${one.description.text}`) : null))));
  const chosen = () => element.options.filter((_, at) => boxes[at].checked);
  return { node, value: () => (type === "radio" ? chosen()[0] ?? null : chosen()) };
};

const MAKERS = {
  static_select: select(false), multi_static_select: select(true),
  users_select: user(false), multi_users_select: user(true),
  channels_select: channel(false), multi_channels_select: channel(true),
  conversations_select: channel(false), multi_conversations_select: channel(true),
  checkboxes: ticks("checkbox"), radio_buttons: ticks("radio"), datetimepicker: moment,
};
