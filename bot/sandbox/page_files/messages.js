// One message: who wrote it and when, its words, its buttons, and the signs that people have put under it.
// `ways` has what a message needs of the page: `act` to do something, `clockTime` to put a time into words.

import { button, make, name, rich } from "./drawing.js";

// Not everybody sees, or has, the pictures.
const SIGNS = { "👍": "thumbs up", "👎": "thumbs down" };

export function drawMessage(message, ways) {
  if (message.note) return make("article", { className: "note", tabIndex: -1 }, make("span", { dir: "auto" }, message.note));
  const time = new Date(message.date * 1000);
  const head = make("p", { className: "small" }, make("span", { className: "writer" }, name(message.from)),
    ` ${message.bot ? "(bot) " : ""}`, make("time", { dateTime: time.toISOString() }, ways.clockTime(time)),
    message.edited ? ", changed" : "");
  const article = make("article", { className: message.mine ? "mine" : "", tabIndex: -1 }, head);
  if (message.answers) article.append(make("blockquote", { dir: "auto" }, `${message.answers.from}: ${message.answers.text}`));
  if (message.attached) article.append(make("p", {}, `[${message.attached}]`));
  const words = rich(message.text, message.entities, (url) => ways.act("follow", { url }));
  if (message.text) article.append(make("p", { className: "text", dir: "auto" }, ...words));
  article.append(drawButtons(message, ways));
  article.dataset.body = bodyOf(message);
  return article;
}

// Where only what can be pressed has changed, only that is drawn anew: the words are not read aloud again.
export function redrawMessage(old, message, ways) {
  if (message.note || old.dataset.body !== bodyOf(message)) return drawMessage(message, ways);
  const before = old.querySelector(".buttons");
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const after = drawButtons(message, ways);
  before.replaceWith(after);
  const same = [...after.querySelectorAll("[data-sign]")].find((each) => each.dataset.sign === focused?.dataset.sign);
  if (focused) (same ?? old).focus({ preventScroll: true });
  return old;
}

const bodyOf = (message) => JSON.stringify({ ...message, buttons: [], reactions: [] });

function drawButtons(message, { act }) {
  const press = (deed, fields) => async ({ currentTarget }) => {
    currentTarget.setAttribute("aria-busy", "true");
    await act(deed, fields);
    currentTarget?.removeAttribute("aria-busy");
  };
  const pressed = (each) =>
    each.url ? press("follow", { url: each.url }) : press("press", { message: message.id, data: each.callback_data });
  const rows = message.buttons.map((row) => make("div", { className: "row" }, ...row.map((each) => button(each.text, pressed(each)))));
  const signs = message.reactions.map((each) =>
    button([each.key, SIGNS[each.key], each.count].filter(Boolean).join(" "), press("react", { message: message.id, key: each.key }),
      { aria: { pressed: each.mine }, data: { sign: each.key } }));
  if (signs.length > 0) rows.push(make("div", { className: "reactions" }, ...signs));
  return make("div", { className: "buttons" }, ...rows);
}
