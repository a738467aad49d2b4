// Block Kit as elements of the page; `press` is told which button was pressed.

import { channelLink, date, el, emoji, group, link, mention, mrkdwn, people } from "./text.js";

export function drawn(blocks, press) {
  return blocks.map((block) => (KINDS[block.type] || unknown)(block, press, blocks)).filter(Boolean);
}

const unknown = (block) => el("div", { class: "context" }, `(${block.type})`);

const words = (text) => (text.type === "mrkdwn" ? mrkdwn(text.text) : [text.text]);

const KINDS = {
  header: (block) => el("h3", {}, block.text.text),
  divider: () => el("hr"),
  context: (block) => el("div", { class: "context" }, ...block.elements.flatMap((one) => (one.text ? words(one) : []))),
  section: (block, press, blocks) => el("div", { class: "section" },
    el("div", { class: "words" }, ...(block.text ? words(block.text) : []),
      ...(block.fields || []).map((field) => el("div", {}, ...words(field)))),
    block.accessory ? control(block, block.accessory, press, blocks) : null),
  actions: (block, press, blocks) => el("div", { class: "actions" },
    ...block.elements.map((element) => control(block, element, press, blocks))),
  image: (block) => el("img", { src: block.image_url, alt: block.alt_text }),
  rich_text: (block) => el("div", { class: "rich" }, ...block.elements.map(rich)),
};

function control(block, element, press, blocks) {
  if (element.type === "button") return button(block, element, press, blocks);
  if (element.type === "checkboxes" || element.type === "radio_buttons") return ticks(element, press);
  if (element.options) return picker(element, press);
  if (element.type === "users_select") return userPicker(element, press);
  return unknown(element);
}

function button(block, element, press, blocks) {
  if (element.url) return el("a", { class: "button", href: element.url, target: "_blank", rel: "noreferrer" }, element.text.text);
  return el("button", {
    type: "button",
    class: `button ${element.style || ""}`,
    "data-focus": `${block.block_id}/${element.action_id}`,
    "aria-label": element.accessibility_label,
    onclick: () => press({ verb: "press", button: unmistakable(block, element, blocks), confirm: element.confirm }),
  }, element.text.text);
}

// The sandbox finds a button by its words, its action or its block, in this order: give the first that names only it.
function unmistakable(block, element, blocks) {
  const all = blocks.flatMap((one) => [...(one.elements || []), one.accessory]).filter((one) => one?.type === "button");
  const label = element.text.text;
  if (all.filter((one) => one.text.text === label).length === 1) return label;
  if (all.filter((one) => one.action_id === element.action_id).length === 1) return element.action_id;
  return block.block_id;
}

function picker(element, press) {
  const hint = element.placeholder?.text || (element.type === "overflow" ? "More…" : "Choose");
  return el("select", {
    "aria-label": hint,
    "data-focus": element.action_id,
    onchange: (event) => press({ verb: "select", field: element.action_id, value: element.options[event.target.value - 1] }),
  }, el("option", { value: 0 }, hint), ...element.options.map((one, at) => el("option", {
    value: at + 1, selected: one.value === element.initial_option?.value,
  }, one.text.text)));
}

function ticks(element, press) {
  const one = element.type === "radio_buttons";
  const first = (element.initial_options || [element.initial_option]).filter(Boolean).map((option) => option.value);
  const boxes = element.options.map((option) => el("input", {
    type: one ? "radio" : "checkbox", name: element.action_id, checked: first.includes(option.value), onchange: () => told(),
  }));
  const told = () => {
    const chosen = element.options.filter((_, at) => boxes[at].checked);
    press({ verb: "select", field: element.action_id, value: one ? chosen[0] : chosen });
  };
  return el("fieldset", {}, ...element.options.map((option, at) => el("label", {}, boxes[at], el("span", {}, ...words(option.text)))));
}

function userPicker(element, press) {
  const hint = element.placeholder?.text || "Choose somebody";
  return el("select", {
    "aria-label": hint,
    "data-focus": element.action_id,
    onchange: (event) => press({ verb: "select", field: element.action_id, value: event.target.value }),
  }, el("option", { value: "" }, hint), ...people().map(([id, name]) => el("option", { value: id }, name)));
}

function rich(element) {
  const inside = () => element.elements.map(part);
  switch (element.type) {
    case "rich_text_quote": return el("blockquote", {}, ...inside());
    case "rich_text_preformatted": return el("pre", {}, ...inside());
    case "rich_text_list":
      return el(element.style === "ordered" ? "ol" : "ul", {},
        ...element.elements.map((one) => el("li", {}, ...one.elements.map(part))));
    default: return el("div", {}, ...inside());
  }
}

function part(one) {
  switch (one.type) {
    case "user": return mention(one.user_id);
    case "channel": return channelLink(one.channel_id);
    case "link": return link(one.url, one.text);
    case "date": return date(one.timestamp, one.format);
    case "usergroup": return group(one.usergroup_id);
    case "broadcast": return el("span", { class: "mention" }, `@${one.range}`);
    case "emoji": return emoji(one.name);
    default: return styled(one);
  }
}

function styled({ text = "", style = {} }) {
  const tags = { bold: "b", italic: "i", strike: "s", code: "code" };
  return Object.keys(tags).filter((name) => style[name]).reduce((node, name) => el(tags[name], {}, node), text);
}
