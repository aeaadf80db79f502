// The texts of the page: one file, looked up by key, with {names} filled in.

let texts = {};
let plural = new Intl.PluralRules("en");

export async function loadWords(url) {
  texts = await (await fetch(url)).json();
  document.documentElement.lang = texts.language;
  plural = new Intl.PluralRules(texts.language);
}

export function say(key, values = {}) {
  const found = texts[key];
  if (found === undefined) return key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const known = (key) => key in texts;

export function many(key, count, values = {}) {
  const form = plural.select(count);
  const name = `${key}.${form}` in texts ? `${key}.${form}` : `${key}.other`;
  return say(name, { n: count.toLocaleString(texts.language), ...values });
}

// data-say: the text; data-label: aria-label and title; data-hint: placeholder
export function fillWords(root) {
  for (const node of root.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = say(node.dataset.label);
  }
  for (const node of root.querySelectorAll("[data-hint]")) node.placeholder = say(node.dataset.hint);
}
