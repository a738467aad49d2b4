// Everything the page asks of the sandbox, in one place.

async function fetched(path, options) {
  const response = await fetch(path, options).catch(() => { throw new Error("unreachable"); });
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
  return result;
}

// Whoever serves the page may let time be skipped, and may have a tour to give.
export const clock = () => fetched("/demo/clock").catch(() => null);

export const skip = (minutes) => posted("/demo/skip", { minutes });

export const tour = () => fetched("/demo/tour").catch(() => null);

// A browser opens six connections to one address: a window nobody looks at gives its own up.
export function onChange(heard, { lost }) {
  let events = null;
  const listen = () => {
    if (document.visibilityState === "hidden") {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource("/control/events");
      events.addEventListener("changed", heard);
      events.addEventListener("open", heard);
      events.addEventListener("error", lost);
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
