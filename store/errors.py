"""What can go wrong between Conn and its database, in sentences for the person who asked or who operates it."""


class StoreUnavailable(Exception):  # noqa: N818 - named as people say it
    """The database cannot be reached, or will not store; nothing of the transaction was kept."""


class Busy(StoreUnavailable):
    """Somebody else held what this transaction needed for longer than it was willing to wait; trying again helps."""


class Crossed(Busy):
    """Another transaction was in the way of this one, and the database gave this one up: the same again can pass."""


class CommitUnknown(StoreUnavailable):
    """The connection was lost while committing: the change may or may not have been kept, and a look will tell."""


class Conflict(Exception):  # noqa: N818 - named as people say it
    """The row was changed since it was read; whoever decided must look again."""


class Spoilt(Exception):  # noqa: N818 - named as people say it
    """A row holds what this release cannot read; the sentence says of what kind, and nothing of what people wrote."""


class AlreadyRunning(Exception):  # noqa: N818 - named as people say it
    """Another process works on this SQLite file."""


class SchemaNewer(Exception):  # noqa: N818 - named as people say it
    """A newer release has migrated the database; this one knows nothing of its schema."""


class StandDown(Exception):  # noqa: N818 - named as people say it
    """Another version of the engine is in charge of this database; this one must do nothing."""


class NotEmpty(Exception):  # noqa: N818 - named as people say it
    """A backup was to be put where there is something already."""


class TestClockOff(Exception):  # noqa: N818 - named as people say it
    """Only a database opened with the test clock lets anybody move time."""

    __test__ = False  # its name makes pytest take it for a test
