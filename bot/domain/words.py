"""What people wrote, without what nobody can see in it."""

import re
import unicodedata

LONGEST = 3000
"""Characters of any text a person gives at once: what a Slack text input holds."""

# Invisible characters that reorder or hide what follows; the joiners that scripts and emoji need stay.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Take out what cannot be seen, or stored: control, bidi and other invisible characters, halves of characters."""
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """Clean a text and put it on one line, as titles and topics need it."""
    return " ".join(clean(text).split())


def kept(text: str) -> str:
    """Clean a text as it goes into the log: its lines stay, its length is bounded."""
    return clean(text).strip()[:LONGEST]
