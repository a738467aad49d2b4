"""What a phase tells the room: what is to be done in it, with boxes to tick, and what it wants to know."""

from bot.domain.events import Entry, PhaseBegun
from bot.domain.policy import PhaseId
from bot.rendering.composing import composed
from bot.rendering.drawn import Drawn
from bot.rendering.lines import spoken
from bot.rendering.phases import answered, answers_row, boxes, choices_lines, item_lines, list_lines
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence


def phase_begun(entry: Entry, begun: PhaseBegun, scene: Scene) -> Drawn:
    """Say what is to be done in a phase, with boxes to tick."""
    phase = scene.incident.phase(begun.phase)
    drawn = composed(list_lines(entry, begun, scene.incident), scene)
    if phase is None:
        return drawn
    said = spoken(*list_lines(entry, begun, scene.incident), *item_lines(phase))
    return Drawn(said, (*drawn.blocks, *boxes(phase, scene.incident)))


def question(phase_id: PhaseId, entry: Entry, scene: Scene) -> Drawn:
    """Ask what a phase wants to know, with a button for each answer; afterwards say the answer."""
    phase = scene.incident.phase(phase_id)
    lines = [sentence(entry, scene), *choices_lines(phase), *answered(phase)]
    return composed(lines, scene, answers_row(phase, scene.incident))
