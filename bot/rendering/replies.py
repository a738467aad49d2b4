"""How a private answer is put together."""

from bot.rendering.blocks import Block, actions
from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, rich, spoken


def reply(*lines: Line, buttons: tuple[Block, ...] = ()) -> Drawn:
    """Answer in a few lines, with at most a few buttons."""
    kept = [line for line in lines if line]
    row = (actions(*buttons),) if buttons else ()
    return Drawn(spoken(*kept), (rich(*kept), *row))
