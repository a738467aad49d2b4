"""A simulated incident as a picture: one row for each who is told, time from left to right."""

from collections.abc import Sequence
from datetime import timedelta
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from bot.rendering.simulation import Row

_LEFT, _WIDTH, _ROW, _TOP = 260, 900, 26, 60
_TICKS = 8
_COLOURS = {"Paged": "#c0392b", "Acknowledged": "#27ae60", "Reminded": "#e67e22", "CommandMissing": "#8e44ad"}
_OTHER = "#2c3e50"


def picture(told: Sequence[Row], title: str, lasts: timedelta, zone: ZoneInfo) -> str:
    """Draw the rows as SVG; each dot says in its tooltip what happened."""
    people = list(dict.fromkeys(name for row in told for name in row.who)) or ["nobody"]
    height = _TOP + _ROW * len(people) + 20
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 40}" height="{height}" '
            f'font-family="sans-serif" font-size="12" role="img" aria-label={quoteattr(title)}>'
        ),
        f'<rect width="100%" height="100%" fill="white"/><text x="10" y="20" font-size="14">{escape(title)}</text>',
        *_axis(told, lasts, zone, height),
        *(_name(name, place) for place, name in enumerate(people)),
        *(_dot(row, people.index(name), lasts) for row in told for name in row.who),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axis(told: Sequence[Row], lasts: timedelta, zone: ZoneInfo, height: int) -> list[str]:
    begun = told[0].at
    lines = []
    for tick in range(_TICKS + 1):
        x = _LEFT + _WIDTH * tick / _TICKS
        label = f"{(begun + lasts * tick / _TICKS).astimezone(zone):%H:%M}"
        lines.append(f'<line x1="{x:.0f}" y1="{_TOP - 12}" x2="{x:.0f}" y2="{height - 14}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.0f}" y="{_TOP - 16}" text-anchor="middle" fill="#555">{label}</text>')
    return lines


def _name(name: str, place: int) -> str:
    return f'<text x="{_LEFT - 12}" y="{_TOP + _ROW * place + 10}" text-anchor="end">{escape(name)}</text>'


def _dot(row: Row, place: int, lasts: timedelta) -> str:
    x = _LEFT + _WIDTH * (row.after / lasts if lasts else 0)
    because = f" ({row.rule}, {row.place})" if row.rule else ""
    tip = escape(f"{row.what}{because}")
    colour = _COLOURS.get(row.event, _OTHER)
    y = _TOP + _ROW * place + 6
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{colour}"><title>{tip}</title></circle>'
