// A tour given by whoever serves the page: each step says what to do, points at it, and knows by what is seen that it is done.

import * as api from "./api.js";
import { fill } from "./composer.js";
import { announce } from "./notes.js";
import { current, here } from "./state.js";
import { el, mrkdwn } from "./text.js";

const root = document.getElementById("tour");
let given = null;
let key = "";
let pointedFor = null;
let state = null; // {at, open, sure}: every window of this workspace takes the same tour

export async function startTour(run) {
  given = await api.tour();
  if (!given) return;
  key = `tour/${run}`;
  state = read() || { at: -1, open: true };
  document.addEventListener("click", () => setTimeout(look)); // a question may have opened over what was pointed at
  addEventListener("storage", (event) => { if (event.key === key) { state = read(); look(); } });
}

const read = () => JSON.parse(localStorage.getItem(key));

function move(to) {
  state = { ...state, ...to };
  localStorage.setItem(key, JSON.stringify(state));
  look();
}

// Look whether the step is done, draw it, and point at what it speaks of.
export function look() {
  if (!given || !here.seen) return;
  const step = given.steps[state.at];
  if (state.open && step && isDone(step)) return next("Done");
  const drawing = JSON.stringify([state, step && whom(step), here.who]);
  if (root.dataset.drawing !== drawing) {
    root.dataset.drawing = drawing;
    const held = root.contains(document.activeElement);
    root.replaceChildren(...(state.open ? card(step) : closed()));
    if (held) root.querySelector("button, a")?.focus();
  }
  root.hidden = false;
  point(state.open && step);
}

function next(how) {
  const step = given.steps[state.at];
  const after = given.steps[state.at + 1];
  announce(`${how}: ${step.title}. ${after ? `Next: ${after.title}. ${after.text}` : given.end}`);
  move({ at: state.at + 1, last: how === "Done" ? step.title : "" });
}

function closed() {
  return [el("button", { type: "button", class: "plain", onclick: () => move({ open: true }) },
    state.at < 0 || state.at >= given.steps.length ? "Take the tour" : `Go on with the tour (step ${state.at + 1} of ${given.steps.length})`)];
}

function card(step) {
  const leave = el("button", { type: "button", class: "x", "aria-label": "Leave the tour", title: "Leave the tour", onclick: () => move({ open: false }) }, "×");
  const begun = state.at >= 0;
  if (!step) {
    return [el("div", { class: "tour-head" }, el("b", {}, given.title), leave),
      el("p", {}, begun ? given.end : given.start),
      el("div", { class: "tour-do" }, el("button", { type: "button", class: "button primary", onclick: () => move({ at: 0, last: "" }) }, begun ? "Once more" : "Begin"))];
  }
  return [
    el("div", { class: "tour-head" }, el("small", {}, `Step ${state.at + 1} of ${given.steps.length}`), leave),
    state.last ? el("p", { class: "tour-last" }, `✓ ${state.last}`) : null,
    el("h2", {}, step.title),
    el("p", {}, ...mrkdwn(step.text)),
    el("div", { class: "tour-do" }, be(step),
      step.fill ? el("button", { type: "button", class: "button primary", onclick: () => fill(step.fill) }, "Write it for me") : null,
      el("button", { type: "button", class: "button", onclick: showMe }, "Show me"),
      el("button", { type: "button", class: "button quiet", onclick: () => next("Skipped") }, "Skip step")),
  ].filter(Boolean);
}

// Who the step is for, as a message names them; nobody when this is that person already.
function whom({ who }) {
  if (!who) return null;
  const id = conversations(who).flatMap((place) => place.messages).map((one) => one.text.match(who.names)?.[1]).find(Boolean);
  return here.seen.people.find((one) => one.id === id && id !== here.seen.person.id) || null;
}

function be(step) {
  const person = whom(step);
  return person ? el("a", { class: "button primary", href: `?as=${encodeURIComponent(person.name)}${location.hash}` }, `Be ${person.real_name}`) : null;
}

const conversations = ({ place }) => here.seen.channels.filter((one) => new RegExp(place).test(one.name || "")).reverse();

// A step is done when one conversation shows all it asks for.
function isDone({ done }) {
  const says = (text, wanted) => !wanted || new RegExp(wanted).test(text);
  return conversations(done).some((place) =>
    (!done.open || current() === place)
    && says(place.topic?.value || "", done.topic)
    && (!done.message || place.messages.some((one) => says(one.text, done.message))));
}

function point(step) {
  const target = step ? targets(step) : null;
  for (const old of document.querySelectorAll(".pointed")) if (old !== target) old.classList.remove("pointed");
  target?.classList.add("pointed");
  if (target && pointedFor !== step) target.scrollIntoView({ block: "nearest" });
  if (target) pointedFor = step;
}

// The first thing of those the step names that can be seen; one inside the closed drawer is pointed at by its button.
function targets(step) {
  for (const { button, place, part } of whom(step) ? [{ part: "#tour a.button" }] : step.where) {
    const found = button ? [...document.querySelectorAll(`main button, #thread button, dialog[open] button`)].reverse().find((one) => new RegExp(button).test(one.textContent))
      : place ? [...document.querySelectorAll(".place")].find((one) => new RegExp(place).test(one.dataset.place))
        : document.querySelector(part);
    if (found?.checkVisibility({ visibilityProperty: true })) return found;
    if (found?.closest("#places")) return document.getElementById("menu");
  }
  return null;
}

function showMe() {
  const target = document.querySelector(".pointed");
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  (target.matches("button, a, textarea, input") ? target : target.querySelector("button, a, textarea, input") || target).focus({ preventScroll: true });
}
