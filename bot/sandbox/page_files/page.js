// The sandbox's page. The server sends the whole of what is to be seen whenever it changes; this shows the difference.
// Names and texts come from anybody: they only ever become text, never markup.

import { button, fill, make, name } from "./drawing.js";
import { drawMessage, redrawMessage } from "./messages.js";

const at = (id) => document.getElementById(id);
const drafts = new Map(); // what was being typed, by person and chat
const read = new Map(); // the newest message that was seen, by person and chat
const UNANSWERED = "The sandbox does not answer. Is it still running?";
const DOINGS = {
  start: "Start",
  ask: "Ask to join",
  follow: "Ask the bot to let me join",
  withdraw: "Take back my request",
  leave: "Leave",
  open: "Open a private chat",
  door: "Ask the bot to let me join",
  accept: "Accept the invitation",
  decline: "Decline the invitation",
  block: "Block the bot",
  unblock: "Unblock the bot",
};

let view = null;
let line = null;
let shownAs = "";
let editing = null;
let acted = false; // whether what comes next is the answer to something that was done here

// --- talking to the server

function go(person, chat) {
  const query = new URLSearchParams({ ...(person && { person }), ...(chat && { chat }) });
  at("text").readOnly = true; // until the other chat is there: what is typed now belongs to neither
  line?.close();
  const mine = (line = new EventSource(`/api/live?${query}`));
  mine.onmessage = (event) => mine === line && show(JSON.parse(event.data));
  mine.onerror = () => {
    if (mine !== line) return;
    at("trouble").textContent = UNANSWERED;
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === line && go(), 2000);
  };
}

// On a narrow screen the conversation is far below what was pressed.
function turnTo(person, chat) {
  go(person, chat);
  if (matchMedia("(max-width: 46rem)").matches) at("conversation").scrollIntoView();
}

async function act(deed, fields = {}) {
  at("told").textContent = at("refused").textContent = "";
  acted = true;
  const { person, shown } = view;
  try {
    const body = JSON.stringify({ person, chat: shown.chat, ...fields });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`/api/${deed}`, { method: "POST", headers, body });
    const reply = await response.json();
    if (!response.ok) at("refused").textContent = reply.error;
    if (reply.told) at("told").textContent = reply.told;
    if (reply.chat && reply.chat !== view.shown.chat && view.person === person) turnTo(person, reply.chat);
    if (reply.url) await act("follow", { url: reply.url });
    return response.ok;
  } catch {
    at("refused").textContent = UNANSWERED;
    return false;
  }
}

// --- showing

const here = () => `${view.person}/${view.shown.chat}`;
const keepDraft = () => editing || drafts.set(shownAs, at("text").value);

function show(seen) {
  view = seen;
  const another = here() !== shownAs;
  if (another && shownAs) keepDraft();
  at("community").textContent = view.community;
  if (at("trouble").textContent !== (view.trouble ?? "")) at("trouble").textContent = view.trouble ?? "";
  showPeople();
  showChats();
  showHead();
  showLog(another);
  if (another) {
    stopEditing();
    shownAs = here();
    at("text").value = drafts.get(shownAs) ?? "";
    history.replaceState(null, "", `#${shownAs}`);
  }
  at("text").readOnly = false;
  tick();
}

function isNew(chat, newest) {
  if (!read.has(chat) || chat === here()) read.set(chat, newest);
  return newest > read.get(chat);
}

const entry = (item) => [name(item.title), ...(item.fresh ? [" ", make("span", { className: "new" }, "(new)")] : [])];

function showPeople() {
  const people = view.people.map((each) => ({
    ...each,
    title: each.name,
    fresh: Object.entries(each.newest).map(([chat, newest]) => isNew(`${each.id}/${chat}`, newest)).some(Boolean),
    current: each.id === view.person,
  }));
  fill(at("people"), people, (each) => each.id, (each) => {
    const chip = button("", () => go(each.id, view.shown.chat), { aria: { current: each.current } });
    chip.replaceChildren(...entry(each));
    return make("li", {}, chip);
  });
  const me = people.find((each) => each.current);
  const ids = [me.username && `@${me.username}`, me.matrix && `${me.matrix} on Matrix`].filter(Boolean).join(", ");
  const about = ids ? `${ids}. ${me.about}` : me.about;
  if (at("about").textContent !== about) at("about").textContent = about;
}

function showChats() {
  const chats = view.chats.map((each) => ({
    ...each,
    fresh: isNew(`${view.person}/${each.chat}`, each.newest),
    current: each.chat === view.shown.chat,
  }));
  const draw = (each) => {
    const chip = button("", () => turnTo(view.person, each.chat), { aria: { current: each.current } });
    chip.replaceChildren(...entry(each));
    return make("li", {}, chip);
  };
  for (const part of document.querySelectorAll("[data-place]")) {
    const { platform, place } = part.dataset;
    const here = chats.filter((each) => each.platform === platform && each.place === place);
    fill(part.querySelector("ul"), here, (each) => each.chat, draw);
    part.hidden = here.length === 0;
  }
  if (at("missing").textContent !== (view.missing ?? "")) at("missing").textContent = view.missing ?? "";
}

function showHead() {
  const { shown } = view;
  for (const part of ["title", "purpose", "stands"]) {
    if (at(part).textContent !== shown[part]) at(part).textContent = shown[part];
  }
  const { platform } = view.chats.find((each) => each.chat === shown.chat) ?? {};
  const where = platform ? at(`${platform}-name`).textContent : "";
  if (at("where").textContent !== where) at("where").textContent = where;
  const doings = shown.can.flatMap((each) => (each === "ask" ? ["ask", "follow"] : [each])).filter((each) => DOINGS[each]);
  const fields = { follow: { url: shown.door } };
  fill(at("doings"), doings, (each) => each, (each) => button(DOINGS[each], () => act(each, fields[each])));
  at("composer").hidden = !shown.can.includes("write");
  at("edit").hidden = editing !== null || !lastOfMine();
  at("requests-part").hidden = shown.requests.length === 0;
  fill(at("requests"), shown.requests, (each) => `${shown.chat} ${each.id}`, (each) =>
    make("li", {},
      button(`Approve ${each.name}`, () => act("approve", { other: each.id })),
      button(`Decline ${each.name}`, () => act("decline", { other: each.id }))));
  at("members-part").hidden = shown.members.length === 0;
  at("members-count").textContent = shown.members.length;
  fill(at("members"), shown.members, (each) => `${shown.chat} ${each.id}`, (each) =>
    make("li", {}, name(each.name), make("span", { className: "small" }, each.role)));
}

function showLog(another) {
  let log = at("log");
  if (another) {
    // A new log instead of new messages in the old one: nobody wants all of them read aloud.
    const fresh = log.cloneNode(false);
    log.replaceWith(fresh);
    log = fresh;
    log.addEventListener("scroll", () => (at("down").hidden ||= isAtEnd(log)));
  }
  const { messages, can } = view.shown;
  log.hidden = messages.length === 0 && !can.includes("write");
  const known = new Set([...log.children].map((node) => node.dataset.key));
  const fresh = messages.filter((each) => !known.has(String(each.id)));
  const follows = another || isAtEnd(log) || (acted && fresh.length > 0);
  acted &&= fresh.length === 0 || fresh.every((each) => each.mine);
  const ways = { act, clockTime };
  fill(log, messages, (each) => each.id, (each) => drawMessage(each, ways), (old, each) => redrawMessage(old, each, ways));
  if (follows) scrollTo(log, another ? messages.at(-1) : fresh[0]);
  else at("down").hidden &&= fresh.length === 0;
}

// To the end, but never past the beginning of what has just come.
function scrollTo(log, first) {
  const node = [...log.children].find((each) => each.dataset.key === String(first?.id));
  const end = log.scrollHeight - log.clientHeight;
  log.scrollTop = node ? Math.min(end, node.offsetTop - 8) : end;
  at("down").hidden = isAtEnd(log);
}

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 40;

// --- the clock

const inZone = (time, fields) => new Intl.DateTimeFormat("en-GB", { timeZone: view.timezone, ...fields }).format(time);
const clockTime = (time) => inZone(time, { weekday: "short", hour: "2-digit", minute: "2-digit" });

function tick() {
  if (!view) return;
  const now = new Date(Date.now() + view.ahead * 1000);
  const words = inZone(now, { dateStyle: "full", timeStyle: "short" });
  if (at("now").textContent !== words) at("now").textContent = words;
}

// --- writing

const lastOfMine = () => view.shown.messages.findLast((each) => each.editable);

function startEditing() {
  keepDraft();
  editing = lastOfMine();
  at("text").value = editing.text;
  markEditing();
  at("text").focus();
}

function stopEditing() {
  if (!editing) return;
  editing = null;
  at("text").value = drafts.get(shownAs) ?? "";
  markEditing();
}

function markEditing() {
  at("text-name").textContent = editing ? "Your message, changed" : "Your message";
  at("send").textContent = editing ? "Save the change" : "Send";
  at("cancel").hidden = !editing;
  at("edit").hidden = Boolean(editing);
}

async function submit() {
  const text = at("text").value;
  const done = editing ? await act("edit", { message: editing.id, text }) : await act("say", { text });
  if (!done || at("text").value !== text) return;
  if (editing) stopEditing();
  else at("text").value = "";
  drafts.set(shownAs, at("text").value);
}

at("composer").addEventListener("submit", (event) => (event.preventDefault(), submit()));
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
  if (event.key === "Escape") stopEditing();
});
at("edit").addEventListener("click", startEditing);
at("cancel").addEventListener("click", () => (stopEditing(), at("text").focus()));
at("down").addEventListener("click", () => ((at("log").scrollTop = at("log").scrollHeight), (at("down").hidden = true)));
for (const each of document.querySelectorAll("[data-kind]")) {
  each.addEventListener("click", () => act("send", { kind: each.dataset.kind }));
}
for (const each of document.querySelectorAll("[data-seconds]")) {
  each.addEventListener("click", () => act("clock", { seconds: Number(each.dataset.seconds) }));
}
setInterval(tick, 1000);
const [, person, chat] = location.hash.match(/^#(\d+)\/(.+)$/) ?? [];
go(person, chat);
