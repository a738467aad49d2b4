// The app's Home tab, as it published it for this person.

import { drawn } from "./blocks.js";
import { knownIn, placed } from "./conversation.js";
import { press } from "./press.js";
import { here } from "./state.js";
import { el } from "./text.js";

export function home(root) {
  const view = here.seen.home;
  const key = view ? `${view.id}/${view.hash}` : "nothing";
  const nothing = () => el("p", { class: "emptiness", "data-key": key }, `${here.app.name} has not shown anything here yet.`);
  const node = knownIn(root).get(key) || (view ? surface(view, key) : nothing());
  const top = root.dataset.shows === "app:home" ? root.scrollTop : 0;
  placed(root, [node], "app:home");
  root.scrollTop = top;
}

const surface = (view, key) =>
  el("section", { class: "home", "data-key": key, "aria-label": "Home" }, ...drawn(view.blocks, (what) => press(what, { view_id: view.id })));
