// The modal on top of a person's screen: drawn when the app changes it, and what was typed is kept.

import { announce } from "./notes.js";
import { form, showErrors } from "./forms.js";
import { press } from "./press.js";
import { doing, here } from "./state.js";

const dialog = document.getElementById("modal");
let shown = "";

export function modal() {
  const view = here.seen.views.at(-1);
  const next = view ? `${view.id} ${view.hash}` : "";
  if (next === shown) return;
  shown = next;
  if (!view) return dialog.close();
  const label = dialog.contains(document.activeElement) && document.activeElement.closest(".field")?.dataset.label;
  const top = dialog.querySelector(".fields")?.scrollTop || 0;
  dialog.setAttribute("aria-label", view.title.text);
  dialog.replaceChildren(form(view, {
    changed: (field, value, told) => doing(told ? "select" : "change", { view_id: view.id, field, value }),
    submitted: (fields) => submit(view, fields),
    closed: () => doing("close", { view_id: view.id }),
    press: (what) => press(what, { view_id: view.id }),
  }));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".fields").scrollTop = top;
  const field = [...dialog.querySelectorAll(".field")].find((one) => one.dataset.label === label);
  (field || dialog).querySelector("input, select, textarea, .fields button")?.focus();
}

async function submit(view, fields) {
  if (dialog.hasAttribute("aria-busy")) return;
  dialog.setAttribute("aria-busy", "true");
  dialog.querySelector(".trouble").textContent = "";
  const result = await doing("submit", { view_id: view.id, fields });
  dialog.removeAttribute("aria-busy");
  if (!result) return;
  if (dialog.open) showErrors(dialog, result.errors);
  else announce(`${view.title.text}: sent.`);
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  doing("close");
});
