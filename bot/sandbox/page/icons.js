// The page's own pictures, drawn here so that they look the same on every machine, with or without a font for emoji.

const SPACE = "http://www.w3.org/2000/svg";
const PATHS = {
  reply: "M4 4h16v11H10l-5 4v-4H4z",
  pin: "M9 3h6l-1 7 4 3v2H6v-2l4-3zM12 15v6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  more: "M5 11.5v1M12 11.5v1M19 11.5v1",
  skip: "M4 6l7 6-7 6zM13 6l7 6-7 6z",
  beside: "M4 8h12v12H4zM8 8V4h12v12h-4",
};

export function icon(name) {
  const node = document.createElementNS(SPACE, "svg");
  const path = document.createElementNS(SPACE, "path");
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) node.setAttribute(attribute, value);
  path.setAttribute("d", PATHS[name]);
  node.append(path);
  return node;
}
