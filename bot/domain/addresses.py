"""Addresses that people and the model give: shown as links where they are plain ones, and never fetched."""

import re
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000
"""Characters of an address that is shown as a link; Slack allows 3,000."""

# A host without a password before it; no sign that ends a link in Slack, or that a browser reads as another.
_PLAIN = re.compile(r"https://[^\s/?#@<>|\"`\\]+([/?#][^\s<>|\"`\\]*)?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")


def is_plain(url: str) -> bool:
    """Say whether something can be shown as a link: an https address, without a password and without odd signs."""
    if not _PLAIN.fullmatch(url) or not url.isprintable() or len(url) > LONGEST_ADDRESS:
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0  # a port that is none raises
    except ValueError:
        return False


def leads_inside(url: str) -> bool:
    """Say whether a plain address leads to the machine, or the cable, of whoever opens it, where nobody else is."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return bool(_NUMBER.fullmatch(host.rpartition(".")[2]))  # another way to write an address, as browsers take it
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
