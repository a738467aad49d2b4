// Pressing what an app drew, after its own question if it asks one.

import { agreed } from "./question.js";
import { doing } from "./state.js";

export async function press(what, where) {
  const { verb, confirm, ...given } = what;
  if (confirm && !(await agreed(confirm))) return;
  const target = where.view_id ? where : { channel: where.channel, ts: where.ts };
  await doing(verb, { ...given, ...target });
}
