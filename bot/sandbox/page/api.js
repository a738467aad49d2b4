// Everything the page asks of the sandbox, in one place.

async function fetched(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `${path} answered ${response.status}`);
  return answer;
}

function posted(path, body) {
  return fetched(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export const facts = () => fetched("/control/facts");

export const screen = (who) => fetched(`/control/people/${encodeURIComponent(who)}`);

export async function act(who, verb, given = {}) {
  const { result } = await posted(`/control/people/${encodeURIComponent(who)}/${verb}`, given);
  if (result.error) throw new Error(result.error);
  return result;
}

// The clock is there only when whoever serves the page lets time be skipped.
export const clock = () => fetched("/demo/clock").catch(() => null);

export const skip = (minutes) => posted("/demo/skip", { minutes });

export function onChange(heard) {
  const events = new EventSource("/control/events");
  events.addEventListener("changed", heard);
  events.addEventListener("open", heard);
  return events;
}
