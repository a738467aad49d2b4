// Drawing anew without losing the place of whoever works with the keyboard.

export function keepingFocus(root, draw) {
  const active = document.activeElement;
  const held = root.contains(active) && active !== root ? active.dataset.focus : null;
  draw();
  if (!held || root.contains(document.activeElement)) return;
  (root.querySelector(`[data-focus="${CSS.escape(held)}"]`) || root).focus({ preventScroll: true });
}
