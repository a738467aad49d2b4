// Drawing anew without losing the place of whoever works with the keyboard.

export function keepingFocus(root, draw) {
  const active = document.activeElement;
  const held = root.contains(active) && active !== root ? active.dataset.focus : null;
  draw();
  if (!held || root.contains(document.activeElement)) return;
  (root.querySelector(`[data-focus="${CSS.escape(held)}"]`) || root).focus({ preventScroll: true });
}

// Put nodes in place of those there, and leave alone what looks the same: a press under way is not lost by it.
export function redrawn(root, nodes) {
  const old = new Map([...root.children].map((node) => [node.drawing, node]));
  const kept = nodes.map((node) => {
    node.drawing = node.outerHTML;
    return old.get(node.drawing) || node;
  });
  keepingFocus(root, () => {
    for (const node of old.values()) if (!kept.includes(node)) node.remove();
    kept.forEach((node, at) => { if (root.children[at] !== node) root.insertBefore(node, root.children[at] || null); });
  });
}
