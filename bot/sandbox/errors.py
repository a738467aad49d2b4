"""Being turned down by Slack's servers or by its client, and being cut off."""


class SlackError(Exception):
    """Slack refuses a call; `code` becomes the answer's `error`, `extra` stands beside it."""

    def __init__(self, code: str, **extra: object) -> None:
        """Keep what the answer has to say."""
        super().__init__(code)
        self.code = code
        self.extra = extra


class ImpossibleError(Exception):
    """No person could do this in Slack's client: the button is not there, the channel cannot be seen."""


class CutError(Exception):
    """Raise it in a hook to drop the call there: before its effect nothing happens, after it no answer comes."""


def invalid_arguments(*messages: str, code: str = "invalid_arguments") -> SlackError:
    """Refuse arguments and say which, where Slack says it: in `response_metadata.messages`."""
    return SlackError(code, response_metadata={"messages": [f"[ERROR] {message}" for message in messages]})
