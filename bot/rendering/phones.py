"""What a pager is told about a call of the ladder, and what people are told of the pager."""

from collections.abc import Mapping
from typing import Any

from bot.domain.events import Entry, Paged, PhoneRang, PhoneSilent, PhoneTaken, PhoneUnheard
from bot.domain.ids import label
from bot.domain.messages import Alert, AlertAction
from bot.domain.phones import name_of
from bot.domain.words import one_line
from bot.rendering.lines import Line, Strong, line, reason
from bot.rendering.names import area_name, category_name, severity_name, severity_of, target_name, title
from bot.rendering.scene import Scene
from bot.rendering.text import fit, span

SUMMARY_LIMIT = 1024  # https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
_DETAIL_LIMIT = 2000
_WORDS_LIMIT = 300

Event = Mapping[str, Any]


def event_of(alert: Alert, scene: Scene) -> Event:
    """Write an event of PagerDuty's Events API v2, all but its routing key.

    `payload.group` is the tier's id in the model: by it an orchestration can send each tier's calls to its own service.
    """
    incident = scene.incident
    event = {
        "event_action": alert.action.value,
        "dedup_key": name_of(incident.id, incident.declared.at, alert.target),
    }
    if alert.action is not AlertAction.TRIGGER:
        return event
    payload = {
        "summary": _summary(alert, scene),
        "source": fit(f"Conn, {one_line(scene.policy.name)}", _WORDS_LIMIT),
        "severity": severity_of(incident, scene.policy).pagerduty.value,
        "timestamp": scene.due_at.isoformat(),
        "group": alert.target,
        "class": "incident",
        "custom_details": _details(alert, scene),
    }
    if incident.area and not incident.private:
        payload["component"] = area_name(incident, scene.policy)
    return event | {"payload": payload, "client": "Conn", "links": _links(scene)}


def phone_sentence(entry: Entry, scene: Scene) -> Line:
    """Say that a phone does not ring, and who knows all the same; or that it did ring in the end."""
    match entry.event:
        case PhoneSilent(target=target, why=why, again=again):
            took = "did not take" if again else "refused"
            tries = " Conn keeps trying." if again else ""
            tier = Strong(target_name(target, scene.policy))
            told = f". They were messaged directly.{tries}"
            return line(f"PagerDuty {took} the call for ", tier, ": ", reason(why), told)
        case PhoneUnheard(target=target, waited=waited):
            tier = Strong(target_name(target, scene.policy))
            ago = line("PagerDuty took the call for ", tier, f" {span(waited)} ago, and nobody has answered.")
            return line(ago, " Whether a phone rings it does not say. Call them another way, or the next one.")
        case PhoneTaken(target=target):
            return line("PagerDuty took the call for ", Strong(target_name(target, scene.policy)), ".")
        case PhoneRang(target=target):
            called = next((phone.rung for phone in scene.incident.phones if phone.target == target), None)
            rung = scene.rung(called) if called is not None else None
            after = f" after {span(entry.at - rung.paged_at)}" if rung else ""
            return line("PagerDuty took the call for ", Strong(target_name(target, scene.policy)), f"{after}.")
        case _:
            return ()


def _summary(alert: Alert, scene: Scene) -> str:
    incident = scene.incident
    about = "a private incident; Slack says more" if incident.private else title(incident, SUMMARY_LIMIT // 2)
    called = target_name(alert.target, scene.policy)
    return fit(f"{severity_name(incident, scene.policy)}, {label(incident.id)}, for {called}: {about}", SUMMARY_LIMIT)


def _details(alert: Alert, scene: Scene) -> Event:
    """Say what helps at the bedside; of a private incident nothing that its members alone may know."""
    incident, severity = scene.incident, severity_of(scene.incident, scene.policy)
    called = scene.entry.event if scene.entry else None
    told = {
        "incident": label(incident.id),
        "tier": alert.target,
        "severity": severity_name(incident, scene.policy),
        "meaning": severity.definition,
        "what to do": "Acknowledge in Slack: the direct message from Conn has the button.",
    }
    if not incident.private:
        told |= {
            "why": called.why if isinstance(called, Paged) else "",
            "summary": incident.summary,
            "category": category_name(incident, scene.policy),
            "customers affected": incident.customers,
            "ticket": incident.ticket,
        }
    return {name: fit(text, _DETAIL_LIMIT) for name, text in told.items() if text}


def _links(scene: Scene) -> list[Event]:
    room, bridge = scene.incident.room, scene.incident.bridge
    slack = f"https://slack.com/app_redirect?channel={room.channel}" if room else ""
    return [{"href": url, "text": name} for name, url in (("Slack", slack), ("Bridge", bridge)) if url]
