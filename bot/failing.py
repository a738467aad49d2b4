"""The end of a Conn of which a part has ended."""


class PartFailed(Exception):  # noqa: N818 - the sentence says what to do
    """A part of Conn ended in an error that nobody foresaw: it is better started anew than alive and deaf."""
