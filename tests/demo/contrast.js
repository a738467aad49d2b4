// Every text that can be seen and stands out too little from what is behind it, by WCAG's measure of contrast.
(() => {
  const parse = (colour) => {
    const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const behind = (node) => {
    const own = parse(getComputedStyle(node).backgroundColor);
    if (own[3] > 0.99) return own;
    return over(own, node.parentElement ? behind(node.parentElement) : [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const opacity = (node) => (node ? Number(getComputedStyle(node).opacity) * opacity(node.parentElement) : 1);
  const tooWeak = (node) => {
    const style = getComputedStyle(node);
    const back = behind(node);
    const [r, g, b, a] = parse(style.color);
    const [one, other] = [light(over([r, g, b, a * opacity(node)], back)), light(back)].sort((x, y) => y - x);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    return (one + 0.05) / (other + 0.05) < (isLarge ? 3 : 4.5);
  };
  const texts = [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim()) && !node.closest("script, [aria-hidden=true], noscript"));
  return { seen: texts.length, weak: texts.filter(tooWeak).map((node) => `${node.tagName} ${node.className}: ${node.textContent.slice(0, 40)}`) };
})();
