// The time everybody here sees, and letting it pass.

import * as api from "./api.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { announce, complain } from "./notes.js";
import { line } from "./question.js";
import { GONE, here, refresh } from "./state.js";
import { city, el, moment, now, setAhead, time } from "./text.js";

const root = document.getElementById("clock");
const SHORT = [1, 5, 15];
const LONG = [[1, "1 min"], [5, "5 min"], [15, "15 min"], [30, "30 min"], [60, "1 hour"], [240, "4 hours"], [1440, "1 day"]];
const LONGEST = 1440;
const ANOTHER_WINDOW_MAY_SKIP = 15000;

export async function startClock() {
  const given = await api.clock();
  if (!given) return;
  set(given);
  const face = el("time", { id: "now" });
  const more = el("button", { type: "button", class: "button", "aria-haspopup": "menu", onclick: () => menu(more, "Let time pass", [
    { label: "Let time pass" },
    ...LONG.map(([minutes, label]) => ({ label: `+${label}`, run: () => skip(minutes) })),
    { label: "Another length…", run: ask },
  ]) }, icon("skip"), " Skip…");
  root.replaceChildren(face, ...SHORT.map((minutes) => el("button", {
    type: "button", class: "button short", "aria-label": `Skip ${minutes} min`, onclick: () => skip(minutes),
  }, `+${minutes} min`)), more);
  root.hidden = false;
  setInterval(tick, 1000);
  setInterval(async () => { const later = await api.clock(); if (later) set(later); }, ANOTHER_WINDOW_MAY_SKIP);
  tick();
}

const set = ({ now: seconds }) => { setAhead(seconds * 1000 - Date.now()); tick(); };

export function tick() {
  const face = document.getElementById("now");
  if (!face || !here.seen) return;
  const seconds = now() / 1000;
  face.replaceChildren(time(seconds), el("small", {}, ` ${city(here.seen.person.tz)}`));
  face.dateTime = now().toISOString();
  face.title = moment(seconds);
}

async function ask() {
  const minutes = await line("Let time pass", `Minutes, up to ${LONGEST}`, { type: "number", min: 1, max: LONGEST, value: "20", yes: "Skip" });
  if (minutes !== null) await skip(Number(minutes));
}

async function skip(minutes) {
  root.setAttribute("aria-busy", "true");
  try {
    set(await api.skip(minutes));
    announce(`${minutes} minutes later it is ${time(now() / 1000)}.`);
  } catch (error) {
    complain(error.message === "unreachable" ? GONE : error.message);
  }
  root.removeAttribute("aria-busy");
  await refresh().catch(() => {});
}
