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

// Formatted text as nodes. Entities count UTF-16 units, as JavaScript does; `follow` is called with a link's address.
export function rich(text, entities, follow) {
  const edges = entities.flatMap(({ offset, length }) => [offset, offset + length]);
  const cuts = [...new Set([0, ...edges, text.length])].sort((one, other) => one - other);
  return cuts.slice(1).map((to, number) => {
    const from = cuts[number];
    const around = entities.filter(({ offset, length }) => offset <= from && to <= offset + length);
    const words = document.createTextNode(text.slice(from, to));
    return around.reduce((inner, entity) => wrapped(inner, entity, text, follow), words);
  });
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q" };

function wrapped(inner, entity, text, follow) {
  if (TAGS[entity.type]) return make(TAGS[entity.type], {}, inner);
  if (entity.type !== "url" && entity.type !== "text_link") return inner;
  const url = entity.url ?? text.slice(entity.offset, entity.offset + entity.length);
  return make("a", { href: "#", onclick: (event) => (event.preventDefault(), follow(url)) }, inner);
}
