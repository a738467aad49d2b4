"""A message as Slack takes it."""

from dataclasses import dataclass

from bot.rendering.blocks import Block


@dataclass(frozen=True)
class Drawn:
    """`text` carries the whole message for screen readers and notifications; `blocks` are what is seen."""

    text: str
    blocks: tuple[Block, ...]
