"""Opening a Socket Mode connection; the server itself hands out the address."""

from bot.sandbox.call import Call, Method
from bot.sandbox.manifest import Json


def opened(_call: Call) -> Json:
    """Say nothing more than that it may be opened."""
    return {}


METHODS = (Method(name="apps.connections.open", run=opened, tier="1", app_token=True),)
