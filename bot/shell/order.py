"""What somebody types in a terminal, as it goes to the process that carries it out, and the answer that comes back."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.policy import Audience

LONGEST = 20_000
"""Characters of all the words together: more than any of them keeps."""


class Options(BaseModel):
    """What a form would have asked for in Slack."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    summary: str = ""
    category: str | None = None
    area: str | None = None
    ticket: str | None = None
    customers: str | None = None
    customer: str | None = None
    money: int | None = Field(default=None, ge=0)
    repeats: int | None = Field(default=None, ge=0)
    tick: tuple[str, ...] = ()
    untick: tuple[str, ...] = ()
    private: bool | None = None
    bridge: str = ""
    because: str = ""
    anyway: bool = False
    to: tuple[Audience, ...] = ()
    next_in: str = ""
    insist: bool = False
    note: str = ""
    instead_of: str = ""
    answers: dict[str, str] = Field(default_factory=dict)
    checked: tuple[str, ...] = ()
    all_checked: bool = False
    unchecked: str = ""
    further: bool = False
    as_json: bool = False


class Order(BaseModel):
    """Words of `acting`, typed by the user `login` of the machine `host`; `key` makes a second copy change nothing.

    `command` is how the command line was called, so that an answer can name what to type next.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str
    rest: str = Field(default="", max_length=LONGEST)
    acting: str
    login: str
    host: str
    key: str
    command: str
    options: Options = Options()


@dataclass(frozen=True, kw_only=True)
class Told:
    """The answer: what to print, whether it was refused, and the same as data where somebody may want that."""

    text: str
    refused: bool = False
    data: Any = None

    def written(self) -> dict[str, Any]:
        """Write it as JSON's own types."""
        return {"text": self.text, "refused": self.refused, "data": self.data}
