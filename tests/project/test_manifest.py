"""The manifest of the Slack app: every scope, command, shortcut and event that Conn uses, and no more."""

import ast

import pytest

from bot.listeners import register
from bot.listeners.desk import Desk
from bot.sandbox.call import NEEDS
from bot.sandbox.manifest import read_manifest
from bot.sandbox.methods import METHODS
from tests.project.files import ROOT, text_of

MANIFEST = read_manifest(ROOT / "manifests" / "slack-app.yaml")

PUBLIC, PRIVATE, DIRECT = "public", "private", "direct"
PREFIXES = {PUBLIC: "channels:", PRIVATE: "groups:", DIRECT: "im:"}
ROOMS = (PUBLIC, PRIVATE)
WHERE = {
    "conversations.create": ROOMS,
    "conversations.history": (PUBLIC, PRIVATE, DIRECT),
    "conversations.info": ROOMS,
    "conversations.invite": ROOMS,
    "conversations.join": (PUBLIC,),
    "conversations.list": ROOMS,
    "conversations.open": (DIRECT,),
    "conversations.replies": ROOMS,
    "conversations.setTopic": ROOMS,
    "users.conversations": ROOMS,
}
"""Methods whose scope depends on the kind of conversation, with the kinds in which Conn calls them."""

PLAIN = {
    "reaction_added": "reactions:read",
    "pin_removed": "pins:read",
    "member_left_channel": "channels:read",
    "user_change": "users:read",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_shared": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
}
"""Events that are subscribed to by their own name, and their scopes."""

EVENTS = {
    "channel_convert_to_private": ("message.groups", "groups:history"),
    "channel_topic": ("message.channels", "channels:history"),
    "group_topic": ("message.groups", "groups:history"),
}
"""What Slack calls the subscription behind a subtype of a message, and the scope that it asks for."""


class Recorder:
    """Stands where Bolt's app does, and remembers what is registered."""

    def __init__(self):
        """Begin with nothing."""
        self.heard = {"command": [], "shortcut": [], "event": [], "action": [], "view": []}

    def __getattr__(self, feature):
        """Take a registration as Bolt does: `app.command("/x")(listener)`."""

        def registering(constraint):
            self.heard[feature].append(constraint)
            return lambda listener: listener

        return registering


@pytest.fixture
def heard():
    """Register every listener, and give what they listen to."""
    app = Recorder()
    register(app, Desk(deps=None, slack=None, hooks_url="", connected=None))
    return app.heard


def called():
    """List the Web API methods that Conn calls, from its source."""
    sources = [*(ROOT / "bot" / "delivery").glob("*.py"), *(ROOT / "bot" / "listeners").glob("*.py")]
    return {
        node.args[0].value
        for source in sources
        for node in ast.walk(ast.parse(text_of(source)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "call"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def demands():
    """List what is asked for: for each method and kind of conversation, scopes of which one has to be granted."""
    for method in sorted(called()):
        scopes = METHODS[method].scopes
        for kind in WHERE.get(method, ()):
            yield method, kind, {scope for scope in scopes if scope.startswith(PREFIXES[kind])}
        if method not in WHERE and scopes:
            yield method, "", set(scopes)


def test_every_method_conn_calls_is_one_of_slacks():
    # then the look-alike knows each, and those that depend on the place are told apart
    assert called() <= set(METHODS)
    by_place = {scope for kinds in NEEDS.values() for kind in kinds for scope in kind}
    assert {method for method in called() if set(METHODS[method].scopes) & by_place} == set(WHERE)


def test_every_call_has_its_scope():
    # then none would be refused for want of a scope
    missing = [(method, kind) for method, kind, scopes in demands() if not scopes & set(MANIFEST.scopes)]
    assert missing == []


def test_no_scope_is_asked_for_that_nothing_uses(heard):
    # given the scopes of the calls, of the events, and of commands and shortcuts
    used = {scope for _, _, scopes in demands() for scope in scopes}
    used |= {EVENTS[event["subtype"]][1] for event in heard["event"] if isinstance(event, dict)}
    used |= {PLAIN[event] for event in heard["event"] if isinstance(event, str) and event in PLAIN}
    used |= {"commands"} if heard["command"] or heard["shortcut"] else set()

    # then there is no other in the manifest, and none twice
    assert set(MANIFEST.scopes) - used == set()
    assert len(MANIFEST.scopes) == len(set(MANIFEST.scopes))


def test_commands_and_shortcuts_are_those_that_are_listened_to(heard):
    assert set(MANIFEST.commands) == set(heard["command"])
    assert {shortcut.callback_id for shortcut in MANIFEST.shortcuts} == set(heard["shortcut"])


def test_events_are_those_that_are_listened_to(heard):
    # given the events listeners wait for; a message of any other kind is only acknowledged
    waited_for = {event["subtype"] for event in heard["event"] if isinstance(event, dict)}

    # then the app is subscribed to those and no others
    plain = {event for event in heard["event"] if isinstance(event, str)} - {"message"}
    assert MANIFEST.events == {EVENTS[subtype][0] for subtype in waited_for} | plain


def test_mentions_in_commands_arrive_as_ids_and_buttons_arrive_at_all(heard):
    # then Slack turns names into ids, which `/incident ic @ana` needs, and sends presses and forms
    assert all(command.should_escape for command in MANIFEST.commands.values())
    assert MANIFEST.interactive or not (heard["action"] or heard["view"])
