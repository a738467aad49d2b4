"""Runs Conn as `python -m bot` does, and kills it at the commit that a file orders: `before 3`, or `after 3`.

It counts from when the file is there, and only commits that changed something of an incident: neither the signs of life
of an engine nor the moves of a test's clock.
"""

import os
import re
import runpy
import signal
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

ORDER = Path(os.environ["STRIKE_ORDER"])

_CHANGES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (?!engine|test_clock)")


class Striker:
    """Counts the commits of this process."""

    def __init__(self) -> None:
        self.seen = 0
        self.after = False

    def wrote(self, connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        """Notice that a transaction changes something."""
        if _CHANGES.match(statement):
            connection.info["wrote"] = True

    def commits(self, connection: Connection) -> None:
        """Count a commit that is about to be, and strike if it is the one."""
        if not connection.info.pop("wrote", False) or not ORDER.exists():
            return
        self.seen += 1
        moment, _, number = ORDER.read_text(encoding="utf-8").partition(" ")
        if self.seen == int(number):
            self.after = moment == "after"
            if not self.after:
                strike()

    def rolls_back(self, connection: Connection) -> None:
        """Forget what was not kept."""
        connection.info.pop("wrote", None)


def strike() -> None:
    """Die as in a power cut."""
    ORDER.unlink()
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run Conn, watched."""
    striker, commit = Striker(), DefaultDialect.do_commit

    def do_commit(dialect: DefaultDialect, connection: object) -> None:
        commit(dialect, connection)
        if striker.after:
            strike()

    DefaultDialect.do_commit = do_commit
    event.listen(Engine, "after_cursor_execute", striker.wrote)
    event.listen(Engine, "commit", striker.commits)
    event.listen(Engine, "rollback", striker.rolls_back)
    runpy.run_module("bot", run_name="__main__")


if __name__ == "__main__":
    main()
