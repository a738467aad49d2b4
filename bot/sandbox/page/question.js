// Short questions over the page: yes or no, or one line to write.

import { el } from "./text.js";

const dialog = document.getElementById("question");

function asked(content, answers, read) {
  return new Promise((decided) => {
    const done = (value) => { dialog.onclose = null; dialog.close(); decided(value); };
    dialog.onclose = () => decided(null);
    dialog.replaceChildren(el("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); done(read()); } }, ...content,
      el("footer", {},
        el("button", { type: "button", class: "button", onclick: () => done(null) }, answers.no),
        el("button", { type: "submit", class: `button ${answers.style || "primary"}` }, answers.yes))));
    dialog.showModal();
    (dialog.querySelector("input") || dialog.querySelector("[type=submit]")).focus();
  });
}

// An app's own "are you sure", as it words it.
export const agreed = ({ title, text, confirm, deny, style }) => asked([el("h2", {}, title.text), el("p", {}, text.text)],
  { yes: confirm?.text || "Yes", no: deny?.text || "Cancel", style }, () => true);

// One line; null when it was not answered.
export function line(title, label, { value = "", type = "text", yes = "Save", ...limits } = {}) {
  const input = el("input", { type, required: true, ...limits });
  input.value = value;
  return asked([el("h2", {}, title), el("label", {}, label, input)], { yes, no: "Cancel" }, () => input.value);
}
