// Elements made by name. Text goes in as text, never as markup.

export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [type, act] of Object.entries(value)) node.addEventListener(type, act);
    else if (key === "text") node.textContent = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") node.textContent = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  back: "M12 2.5v11L6 8zM4 2.5h1.6v11H4z",
  on: "M4 2.5v11L10 8zM10.4 2.5H12v11h-1.6z",
  previous: "M12.5 2.5v11L8 8zM7.5 2.5v11L3 8z",
  next: "M3.5 2.5v11L8 8zM8.5 2.5v11L13 8z",
  error: "M3 3h10v10H3z",
  warning: "M8 2.2 14.4 13.5H1.6z",
  info: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm0 2.4a3.1 3.1 0 1 1 0 6.2 3.1 3.1 0 0 1 0-6.2z",
  note: "M2.5 3h11v8H7l-3 2.6V11H2.5z",
  approved: "M6.4 12.6 2.2 8.4l1.5-1.5 2.7 2.7 5.9-5.9 1.5 1.5z",
  corrected: "M11.2 1.9 14 4.7 5.6 13.2l-3.8 1 1-3.9z",
  redo: "M8 2.5a5.5 5.5 0 1 1-5.2 7.3l1.7-.6A3.7 3.7 0 1 0 5 5.8L7 7.7H2V2.8l1.8 1.7A5.5 5.5 0 0 1 8 2.5z",
  open: "M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6zm0 1.7a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4z",
  undo: "M6.5 2.5v2.8H10a3.9 3.9 0 0 1 0 7.9H5v-1.8h5a2.1 2.1 0 0 0 0-4.3H6.5V10L2 6.2z",
  again: "M9.5 2.5v2.8H6a3.9 3.9 0 0 0 0 7.9h5v-1.8H6a2.1 2.1 0 0 1 0-4.3h3.5V10L14 6.2z",
  loop: "M4.5 4H11V2l3 3-3 3V6H4.5v3.2h-2V4zM11.5 12H5v2l-3-3 3-3v2h6.5V6.800h2V12z",
  more: "M2.500 7h2v2h-2zM7 7h2v2H7zM11.500 7h2v2h-2z",
  list: "M2 3.200h12v1.800H2zM2 7.100h12v1.800H2zM2 11h12v1.800H2z",
  close: "m4.200 3 3.800 3.800L11.800 3 13 4.200 9.200 8l3.800 3.800-1.200 1.200L8 9.200 4.200 13 3 11.800 6.800 8 3 4.200z",
  search: "M6.800 2a4.800 4.800 0 0 1 3.800 7.700l3.600 3.500-1.300 1.300-3.500-3.600A4.800 4.800 0 1 1 6.800 2zm0 1.800a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  keys: "M1.500 4h13v8h-13zM3 5.500V7h1.500V5.500zm3 0V7h1.500V5.500zm3 0V7h1.500V5.500zm3 0V7h1V5.500zM4 9v1.500h8V9z",
  down: "M3.200 5.500 8 10.300l4.800-4.800 1.200 1.200-6 6-6-6z",
  gear: "M7 1.500h2l.4 1.900 1.300.6 1.700-1 1.400 1.400-1 1.700.6 1.300 1.900.4v2l-1.900.4-.6 1.300 1 1.700-1.400 1.400-1.700-1-1.300.6-.4 1.900H7l-.4-1.900-1.300-.6-1.700 1-1.400-1.400 1-1.700-.6-1.300-1.900-.4V7.800l1.900-.4.600-1.300-1-1.700 1.400-1.400 1.700 1 1.300-.600zM8 5.900a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600z",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", class: "icon i-" + name, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[name] }));
}

export function button(label, press, attributes = {}, ...children) {
  const inside = children.length ? children : [label];
  const named = children.length ? { "aria-label": label, title: label } : {};
  return el("button", { type: "button", ...named, ...attributes, on: { click: press } }, ...inside);
}

export const byId = (id) => document.getElementById(id);

export const inText = (node) =>
  !!node && (node.tagName === "TEXTAREA" || (node.tagName === "INPUT" && !["checkbox", "radio", "range", "button", "file"].includes(node.type)));

export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Fills again without losing the focus: it goes to the same control, else to the one in its place, else to the list.
export function refill(node, ...children) {
  const controls = () => [...node.querySelectorAll("button, input, textarea, summary, a")], old = document.activeElement;
  const inside = old !== node && node.contains(old), at = inside ? controls().indexOf(old) : -1, key = inside ? old.dataset.key : null;
  fill(node, ...children);
  if (!inside) return node;
  const now = controls();
  ((key && now.find((each) => each.dataset.key === key)) || now[Math.min(at, now.length - 1)])?.focus({ preventScroll: true });
  if (document.activeElement === document.body) document.querySelector('.rows .row[tabindex="0"]')?.focus({ preventScroll: true });
  return node;
}
