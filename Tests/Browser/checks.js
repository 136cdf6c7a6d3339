// What can be seen from inside the page: contrast, raw keys, overflow, targets. Returns a list of sentences.
(prefixes) => {
  const faults = [];
  const visible = node => {
    const box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    return node.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  };
  const name = node => {
    const words = (node.textContent || node.getAttribute("aria-label") || "").trim().slice(0, 30);
    return `<${node.localName}${node.className && typeof node.className === "string"
      ? "." + node.className.trim().split(/\s+/).join(".") : ""}> “${words}”`;
  };

  const rgba = text => {
    const numbers = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    if (text.startsWith("color(")) return [...numbers.slice(0, 3).map(each => each * 255), numbers[3] ?? 1];
    return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
  };
  const over = (top, below) => top.slice(0, 3).map((each, at) => each * top[3] + below[at] * (1 - top[3])).concat(1);
  const light = colour => {
    const [r, g, b] = colour.map(each => each / 255).map(each => (each <= 0.04045 ? each / 12.92
      : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = node => {
    const stack = [];
    for (let each = node; each; each = each.parentElement ?? each.getRootNode().host) {
      stack.push(rgba(getComputedStyle(each).backgroundColor));
    }
    return stack.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const contrast = (ink, back) => {
    const [a, b] = [light(over(ink, back)), light(back)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };

  const roots = [document, ...[...document.querySelectorAll("*")].map(each => each.shadowRoot).filter(Boolean)];
  for (const root of roots) {
    const walker = document.createTreeWalker(root.body ?? root, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!node || seen.has(node) || !walker.currentNode.textContent.trim()) continue;
      seen.add(node);
      if (["STYLE", "SCRIPT", "TITLE", "OPTION"].includes(node.tagName.toUpperCase()) || !visible(node)) continue;
      if (node.closest(":disabled, [aria-hidden=true]:not(.avatar)")) continue;
      const style = getComputedStyle(node);
      const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
      const wanted = size >= 24 || (size >= 18.66 && bold) ? 3 : 4.5;
      const ratio = contrast(rgba(style.color), ground(node));
      if (ratio < wanted) faults.push(`contrast ${ratio.toFixed(2)} < ${wanted}: ${name(node)}`);
    }
  }
  for (const field of document.querySelectorAll("input[placeholder], textarea[placeholder]")) {
    if (field.value || !visible(field)) continue;
    const ratio = contrast(rgba(getComputedStyle(field, "::placeholder").color), ground(field));
    if (ratio < 4.5) faults.push(`contrast of the placeholder ${ratio.toFixed(2)}: ${name(field)}`);
  }

  const raw = new RegExp(`^(${prefixes.join("|")})(\\.[A-Za-z0-9]+)+$`);
  const texts = [...document.querySelectorAll("*")].flatMap(each => [
    ...[...each.childNodes].filter(child => child.nodeType === 3).map(child => child.textContent),
    ...["title", "aria-label", "placeholder", "alt"].map(attribute => each.getAttribute(attribute) ?? ""),
  ]);
  for (const text of texts) {
    if (raw.test(text.trim())) faults.push(`a raw key is shown: ${text.trim()}`);
    if (/\{[a-zA-Z]+\}|undefined|\[object |NaN|Invalid Date/.test(text)) {
      faults.push(`an unfilled text: ${text.trim().slice(0, 60)}`);
    }
  }

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth + 1) faults.push(`the page is ${wide} px wide in ${innerWidth}`);
  for (const node of document.querySelectorAll("button, [role=button], select, input:not([type=hidden])")) {
    const box = node.getBoundingClientRect();
    if (!visible(node) || node.closest("p, .face, .check")) continue;
    if (box.right > innerWidth + 1 && box.left < innerWidth
      && !node.closest(".rows-scroll, .chart-table, .matrix, .table-scroll")) faults.push(`cut off at the edge: ${name(node)}`);
    // WCAG 2.5.8: 24 px, or enough room around (approximated by a line of its own).
    if (box.height < 20 || box.width < 20) {
      faults.push(`target of ${Math.round(box.width)} × ${Math.round(box.height)}: ${name(node)}`);
    }
  }
  if (document.querySelectorAll("main").length !== 1) faults.push("there is not exactly one main landmark");
  if (!document.querySelector("h1")) faults.push("there is no h1");
  if (!document.title || document.title === "Moat") faults.push("the page has no title of its own");
  const ids = [...document.querySelectorAll("[id]")].map(each => each.id);
  for (const id of new Set(ids.filter((each,
    at) => ids.indexOf(each) !== at))) faults.push(`the id ${id} is there twice`);
  return [...new Set(faults)];
}
