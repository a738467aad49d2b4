"""What a process writes to its log: one line an event, with request and incident, and never a secret."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.trail import INCIDENT, REQUEST

NOISY = ("slack_bolt", "slack_sdk", "aiosqlite", "alembic", "apscheduler")
"""Libraries whose everyday work is nobody's news."""

HIDDEN = "[hidden]"

SHORTEST = 6
"""Characters; what is shorter is no secret, and hiding it would hide half of every line."""

PATTERNS = re.compile(
    r"""
      xox[a-z](?:-[A-Za-z0-9]+)+                      # Slack's tokens
    | xapp-[A-Za-z0-9-]+
    | https://hooks\.slack\.com/\S+                   # a response_url is a secret
    | (?<=://)[^\s:/@]+:[^\s@]+(?=@)                  # user and password in an address
    | (?<=Bearer\ )\S+ | (?<=token=)[^\s"'&]+
    | -----BEGIN[^-]*PRIVATE\ KEY-----.*?-----END[^-]*PRIVATE\ KEY-----
    """,
    re.VERBOSE | re.DOTALL,
)
"""What looks like a secret whosever it is: somebody may have pasted it into an incident."""


class LogFormat(StrEnum):
    """How a line is written: for people, or for a collector."""

    TEXT = "text"
    JSON = "json"


def write_logs(style: LogFormat, secrets: Iterable[str] = ()) -> None:
    """Write the log of this process to standard error from now on; `secrets` appear in it nowhere."""
    handler = logging.StreamHandler()
    hidden = [secret for secret in secrets if len(secret) >= SHORTEST]
    handler.setFormatter(_Json(hidden) if style is LogFormat.JSON else _Text(hidden))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def let_go() -> None:
    """End the log; what there was no room for is dropped, or Python would make it the exit code."""
    try:
        sys.stderr.flush()
    except OSError:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stderr.fileno())


class _Discreet(logging.Formatter):
    """Hides, in all that was formatted, stack traces included, what must not be read."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted(secrets, key=len, reverse=True)

    def discreet(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return PATTERNS.sub(HIDDEN, text)


class _Text(_Discreet):
    def format(self, record: logging.LogRecord) -> str:
        about = " ".join(word for word in (INCIDENT.get(), REQUEST.get()) if word)
        text = super().format(record)
        return self.discreet(f"{text} [{about}]" if about and "\n" not in text else text)


class _Json(_Discreet):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.discreet(record.getMessage()),
            "incident": INCIDENT.get() or None,
            "request": REQUEST.get() or None,
            "error": self.discreet(self.formatException(record.exc_info)) if record.exc_info else None,
        }
        return json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False)
