// Drawing anew without losing the place of whoever works with the keyboard.

export function keepingFocus(root, draw) {
  const active = document.activeElement;
  const held = root.contains(active) && active !== root ? active.dataset.focus : null;
  draw();
  if (!held || root.contains(document.activeElement)) return;
  (root.querySelector(`[data-focus="${CSS.escape(held)}"]`) || root).focus({ preventScroll: true });
}

const writer = new XMLSerializer();

// Put nodes in place of those there, and leave alone what looks the same.
export function redrawn(root, nodes) {
  const old = new Map([...root.children].map((node) => [node.drawing, node]));
  const kept = nodes.map((node) => {
    node.drawing = writer.serializeToString(node);
    return old.get(node.drawing) || node;
  });
  placed(root, kept);
}

// The same for buttons in a list, each known by its key: one that changes stays itself, so that a press under way is not lost.
export function relisted(root, items) {
  const old = new Map([...root.children].map((node) => [node.dataset.key, node]));
  placed(root, items.map((item) => {
    const known = old.get(item.dataset.key);
    if (known) became(known.firstChild, item.firstChild);
    return known || item;
  }));
}

function became(button, other) {
  for (const { name } of [...button.attributes]) if (!other.hasAttribute(name)) button.removeAttribute(name);
  for (const { name, value } of other.attributes) if (button.getAttribute(name) !== value) button.setAttribute(name, value);
  button.replaceChildren(...other.childNodes);
}

function placed(root, nodes) {
  keepingFocus(root, () => {
    for (const node of [...root.children]) if (!nodes.includes(node)) node.remove();
    nodes.forEach((node, at) => { if (root.children[at] !== node) root.insertBefore(node, root.children[at] || null); });
  });
}
