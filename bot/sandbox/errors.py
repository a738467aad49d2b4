"""The two ways of being turned down: by Slack's servers, and by Slack's client before anything is sent."""


class SlackError(Exception):
    """Slack refuses a call; `code` becomes the answer's `error`, `extra` stands beside it."""

    def __init__(self, code: str, **extra: object) -> None:
        """Keep what the answer has to say."""
        super().__init__(code)
        self.code = code
        self.extra = extra


class ImpossibleError(Exception):
    """No person could do this in Slack's client: the button is not there, the channel cannot be seen."""


def invalid_arguments(*messages: str, code: str = "invalid_arguments") -> SlackError:
    """Refuse arguments and say which, where Slack says it: in `response_metadata.messages`."""
    return SlackError(code, response_metadata={"messages": [f"[ERROR] {message}" for message in messages]})
