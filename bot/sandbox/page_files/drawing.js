// Making nodes, and keeping lists of them up to date. Text is only ever text here.

export function make(tag, fields = {}, ...children) {
  const { data = {}, aria = {}, onclick, ...rest } = fields;
  const node = Object.assign(document.createElement(tag), rest);
  Object.assign(node.dataset, data);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  if (onclick) node.addEventListener("click", onclick);
  node.append(...children);
  return node;
}

export const button = (label, onclick, fields = {}) => make("button", { type: "button", dir: "auto", onclick, ...fields }, label);
export const name = (words) => make("bdi", {}, words);

// Makes the children of a node those of the list. What has not changed is not touched, so that focus, selection and
// screen readers stay where they are.
export function fill(parent, items, keyOf, draw, redraw = (_, item) => draw(item)) {
  const wanted = new Map(items.map((item) => [String(keyOf(item)), item]));
  for (const node of [...parent.children]) if (!wanted.has(node.dataset.key)) node.remove();
  const there = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = 0;
  for (const [key, item] of wanted) {
    const mark = JSON.stringify(item);
    const old = there.get(key);
    const node = old?.dataset.mark === mark ? old : old ? replaced(old, redraw(old, item)) : draw(item);
    Object.assign(node.dataset, { key, mark });
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
    place += 1;
  }
}

function replaced(old, fresh) {
  if (old === fresh) return old;
  const inside = (node) => [...node.querySelectorAll("button, a")];
  const focused = inside(old).indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (focused >= 0) (inside(fresh)[focused] ?? fresh).focus({ preventScroll: true });
  return fresh;
}
