"""The Web API methods, one module per family; a method that is not here is unknown."""

from bot.sandbox.call import Method
from bot.sandbox.methods import bookmarks, chat, conversations, lookups, members, pins, reactions, sockets, users, views

METHODS = {
    method.name: method
    for family in (bookmarks, chat, conversations, lookups, members, pins, reactions, sockets, users, views)
    for method in family.METHODS
}


def method_named(name: str) -> Method | None:
    """Find a method by its full name."""
    return METHODS.get(name)
