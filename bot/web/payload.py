"""What Slack sends, part by part as far as Conn and Bolt read it; what is shaped otherwise goes no further."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    StringConstraints,
    ValidationError,
    model_validator,
)

Id = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,64}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,1000}$")]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]
Text = InstanceOf[str]
"""Whatever somebody wrote; halves of characters, which JSON allows, are cleaned away where it is kept."""

Json = dict[str, Any]


class NotSlacks(ValueError):  # noqa: N818 - a word for why
    """A payload that Slack does not send; the message names what is missing or wrong, and never what it holds."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _Named(_Part):
    id: Id
    team_id: Id | None = None


class _Command(_Part):
    command: Token
    team_id: Id
    user_id: Id
    channel_id: Id
    channel_name: Text = ""
    text: Text = ""
    trigger_id: Token
    response_url: Token | None = None


class _Words(_Part):
    text: Text


class _Block(_Part):
    type: Token
    block_id: Text = ""
    label: _Words | None = None
    elements: list[Json] | None = None


class _Choice(_Part):
    value: Text


class _Action(_Part):
    type: Token
    action_id: Token
    block_id: Text = ""
    value: Text | None = None
    url: Text | None = None
    selected_option: _Choice | None = None
    selected_options: list[_Choice] | None = None


class _Message(_Part):
    ts: Ts
    thread_ts: Ts | None = None
    user: Id | None = None
    text: Text | None = None
    blocks: list[_Block] | None = None


class _View(_Part):
    id: Id
    callback_id: Text
    private_metadata: Text = ""
    hash: Token | None = None
    app_installed_team_id: Id | None = None
    team_id: Id | None = None
    blocks: list[_Block]


class _Interactive(_Part):
    type: Token
    team: _Named
    user: _Named
    trigger_id: Token
    response_url: Token | None = None


class _Container(_Part):
    message_ts: Ts | None = None


class _Press(_Interactive):
    container: _Container | None = None
    actions: Annotated[list[_Action], Field(min_length=1)]
    channel: _Named | None = None
    message: _Message | None = None
    view: _View | None = None


class _Shortcut(_Interactive):
    callback_id: Token


class _MessageShortcut(_Shortcut):
    channel: _Named
    message: _Message


class _Form(_Part):
    type: Token
    team: _Named
    user: _Named
    trigger_id: Token | None = None
    view: _View

    @model_validator(mode="after")
    def _asks(self) -> "_Form":
        if not any(block.type == "input" and block.label for block in self.view.blocks):
            raise ValueError("a form has fields")
        return self


class _Spoken(_Part):
    ts: Ts


class _Item(_Part):
    type: Token | None = None
    channel: Id | None = None
    ts: Ts | None = None
    message: _Spoken | None = None


class _About(_Part):
    """What an event tells of a message: who wrote it, and where."""

    user: Id | _Named | None = None
    channel: Id | _Named | None = None
    thread_ts: Ts | None = None


class _Event(_About):
    type: Token
    subtype: Token | None = None
    bot_id: Id | None = None
    item: _Item | None = None
    message: _About | None = None
    previous_message: _About | None = None
    assistant_thread: None = None


class _InChannel(_Event):
    channel: Id


class _ByPerson(_Event):
    user: Id


class _Left(_InChannel, _ByPerson):
    """Somebody left a channel."""


class _Topic(_Left):
    topic: Text


class _Reaction(_ByPerson):
    item: _Item
    reaction: Text


class _Unpinned(_ByPerson):
    channel_id: Id
    item: _Item


class _Person(_Event):
    user: _Named


_EVENTS: Mapping[str, type[_Event]] = {
    "app_home_opened": _ByPerson,
    "channel_topic": _Topic,
    "group_topic": _Topic,
    "reaction_added": _Reaction,
    "member_left_channel": _Left,
    "user_change": _Person,
    "pin_removed": _Unpinned,
    "channel_archive": _InChannel,
    "channel_deleted": _InChannel,
    "group_archive": _InChannel,
    "group_deleted": _InChannel,
    "channel_shared": _InChannel,
    "channel_convert_to_private": _InChannel,
}
"""What the events have that Conn does something about; of others it reads what Bolt does."""


def _of_its_kind(event: Json) -> Json:
    kind = _EVENTS.get(str(event.get("subtype")), _EVENTS.get(str(event.get("type")), _Event))
    kind.model_validate(event)
    return event


class _Installed(_Part):
    """For which workspace an event is, where several share a channel."""

    team_id: Id | None = None
    team: None = None
    enterprise: None = None


class _Told(_Part):
    type: Token
    team_id: Id
    event_id: Token
    authorizations: list[_Installed] | None = None
    event: Annotated[Json, AfterValidator(_of_its_kind)]


_KINDS: Mapping[str, type[_Part]] = {
    "block_actions": _Press,
    "shortcut": _Shortcut,
    "message_action": _MessageShortcut,
    "view_submission": _Form,
    "event_callback": _Told,
}


def read(payload: Mapping[str, Any]) -> Json:
    """Give a payload without what nobody here reads, or raise NotSlacks."""
    kind = _Command if "command" in payload else _KINDS.get(str(payload.get("type")))
    if kind is None:
        raise NotSlacks("of no kind that Conn takes")
    try:
        kind.model_validate(payload)
    except ValidationError as error:
        [first, *_] = error.errors(include_input=False, include_url=False, include_context=False)
        raise NotSlacks(f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}") from None
    return {name: payload[name] for name in kind.model_fields if name in payload}
