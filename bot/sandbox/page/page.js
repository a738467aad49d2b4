// The page itself: who you are, where you look, and what you do; everything shown comes from the sandbox.

import * as api from "./api.js";
import { sidebar } from "./places.js";
import { channelHead, conversation } from "./conversation.js";
import { form, showErrors } from "./forms.js";
import { drawn } from "./blocks.js";
import { keepingFocus } from "./focus.js";
import { el, now, remember, setAhead, time, typed } from "./text.js";

const at = (id) => document.getElementById(id);
const here = { who: "", place: "", run: "", seen: null, read: {}, modal: "" };

const SENTENCES = {
  unknown_command: "No app here has that command. Conn's are /incident and /escalate.",
  operation_timeout: "Conn did not answer in time. Nothing may have happened; look before you try again.",
  dispatch_failed: "Conn could not be reached.",
};

async function start() {
  const facts = await api.facts();
  const names = Object.keys(facts.people);
  const asked = new URLSearchParams(location.search).get("as");
  here.who = names.includes(asked) ? asked : names[0];
  here.run = `${facts.bot_token}/${here.who}`;
  here.read = JSON.parse(sessionStorage.getItem(here.run) || "{}");
  here.place = decodeURIComponent(location.hash.slice(1));
  remember(Object.fromEntries(Object.entries(facts.people).map(([name, id]) => [id, name])), {}, facts.bot_user_id);
  remember({ [facts.bot_user_id]: "Conn" }, {}, facts.bot_user_id);
  at("who").append(...names.map((name) => el("option", { selected: name === here.who }, name)));
  await doing("opens_home", { tab: "messages" });
  await startClock();
  api.onChange(soon);
}

let waiting = 0;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 40);
}

let latest = 0;
async function refresh() {
  const turn = ++latest;
  const seen = await api.screen(here.who);
  if (turn !== latest) return; // a later answer is on its way
  here.seen = seen;
  remember({}, Object.fromEntries(seen.channels.filter((one) => one.name).map((one) => [one.id, one.name])), botId());
  show();
}

const botId = () => here.seen.channels.find((one) => one.is_im)?.members.find((id) => id !== here.seen.person.id);

function show() {
  const channels = here.seen.channels;
  const place = channels.find((one) => [one.id, one.name].includes(here.place)) || channels[0];
  if (document.visibilityState === "visible") markRead(place);
  keepingFocus(at("places"), () => at("places").replaceChildren(sidebar(channels, place, here.read, go)));
  keepingFocus(at("head"), () => at("head").replaceChildren(channelHead(place)));
  conversation(at("messages"), place, { press, answer });
  at("line").setAttribute("aria-label", place.is_im ? "Message to Conn" : `Message to #${place.name}`);
  document.title = `${place.is_im ? "Conn" : `#${place.name}`} · ${here.who}`;
  showModal(here.seen.views.at(-1));
}

function markRead(place) {
  here.read[place.id] = place.messages.at(-1)?.ts || "0";
  sessionStorage.setItem(here.run, JSON.stringify(here.read));
}

function go(place) {
  here.place = place;
  history.replaceState(null, "", `#${encodeURIComponent(place)}`);
  closeMenu();
  at("messages").replaceChildren();
  show();
  at("line").focus({ preventScroll: true });
}

// Do something as this person; what goes wrong is said in a corner, as Slack does.
async function doing(verb, given) {
  try {
    return await api.act(here.who, verb, given);
  } catch (error) {
    toast(SENTENCES[error.message] || error.message);
    return null;
  } finally {
    await refresh();
  }
}

async function press(what, message) {
  const { verb, confirm, ...given } = what;
  if (confirm && !(await agreed(confirm))) return;
  const target = message.view_id ? message : { channel: message.channel, ts: message.ts };
  await doing(verb, { ...given, ...target });
}

const answer = (text, message) => doing("says", { text: typed(text), channel: message.channel, ts: message.ts });

async function send(line) {
  const place = here.seen.channels.find((one) => [one.id, one.name].includes(here.place)) || here.seen.channels[0];
  const command = line.match(/^(\/\S+)\s*([\s\S]*)$/);
  if (command) return doing("command", { command: command[1], text: command[2], channel: place.id });
  return doing("says", { text: typed(line), channel: place.id });
}

function showModal(view) {
  const shown = view ? `${view.id} ${view.hash}` : "";
  if (shown === here.modal) return;
  here.modal = shown;
  const dialog = at("modal");
  if (!view) return dialog.close();
  const label = dialog.contains(document.activeElement) && document.activeElement.closest(".field")?.dataset.label;
  const top = dialog.querySelector(".fields")?.scrollTop || 0;
  dialog.replaceChildren(form(view, {
    changed: (field, value, told) => doing(told ? "select" : "change", { view_id: view.id, field, value }),
    submitted: (fields) => submit(view, fields),
    closed: () => doing("close", { view_id: view.id }),
    press: (what) => press(what, { view_id: view.id }),
  }));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".fields").scrollTop = top;
  const field = [...dialog.querySelectorAll(".field")].find((one) => one.dataset.label === label);
  (field || dialog).querySelector(".fields :is(input, select, textarea), input, select, textarea")?.focus();
}

async function submit(view, fields) {
  const dialog = at("modal");
  dialog.setAttribute("aria-busy", "true");
  const result = await doing("submit", { view_id: view.id, fields });
  dialog.removeAttribute("aria-busy");
  if (result) showErrors(dialog, result.errors || {});
}

function agreed(confirm) {
  const dialog = at("question");
  return new Promise((decided) => {
    const done = (yes) => { dialog.onclose = null; dialog.close(); decided(yes); };
    dialog.onclose = () => decided(false);
    dialog.replaceChildren(...drawn([{ type: "header", text: confirm.title }, { type: "section", text: confirm.text }], () => {}),
      el("footer", {},
        el("button", { type: "button", class: "button", onclick: () => done(false) }, confirm.deny.text),
        el("button", { type: "button", class: "button primary", onclick: () => done(true) }, confirm.confirm.text)));
    dialog.showModal();
    dialog.querySelector(".primary").focus();
  });
}

function toast(words) {
  const note = el("div", { class: "toast", onclick: () => note.remove() }, words);
  at("toasts").append(note);
  setTimeout(() => note.remove(), 7000);
}

async function startClock() {
  const given = await api.clock();
  if (!given) return;
  const set = ({ now: seconds }) => setAhead(seconds * 1000 - Date.now());
  const tick = () => {
    at("now").textContent = time(now() / 1000);
    at("now").dateTime = now().toISOString();
    at("now").title = `${now().toLocaleString()}, by the clock of this workspace`;
  };
  set(given);
  tick();
  setInterval(tick, 1000);
  setInterval(async () => { const later = await api.clock(); if (later) set(later); }, 15000); // another window may skip
  at("clock").hidden = false;
  at("skips").append(...[1, 5, 10, 30].map((minutes) => el("button", {
    type: "button", class: "button", "aria-label": `Skip ${minutes} min`,
    onclick: () => skip(minutes, set).then(tick),
  }, el("span", { class: "long" }, "Skip "), `${minutes} min`)));
}

async function skip(minutes, set) {
  at("clock").setAttribute("aria-busy", "true");
  try {
    set(await api.skip(minutes));
  } catch (error) {
    toast(error.message);
  }
  at("clock").removeAttribute("aria-busy");
  await refresh();
}

function closeMenu() {
  document.body.classList.remove("menu");
  at("menu").setAttribute("aria-expanded", "false");
}

at("menu").addEventListener("click", () => {
  at("menu").setAttribute("aria-expanded", String(document.body.classList.toggle("menu")));
});
at("who").addEventListener("change", (event) => {
  location.href = `?as=${encodeURIComponent(event.target.value)}${location.hash}`;
});
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const line = at("line").value.trim();
  at("line").value = "";
  if (line) send(line);
});
at("line").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
});
at("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  doing("close", {});
});
document.addEventListener("click", async (event) => {
  const target = event.target.closest("[data-channel]");
  if (!target) return;
  event.preventDefault();
  const wanted = target.dataset.channel;
  if (!here.seen.channels.some((one) => one.id === wanted)) await doing("joins", { channel: wanted });
  if (here.seen.channels.some((one) => one.id === wanted)) go(wanted);
});
document.addEventListener("visibilitychange", () => here.seen && show());

start().catch((error) => toast(error.message));
