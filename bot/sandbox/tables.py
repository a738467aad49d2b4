"""The rules for tables and charts, the youngest blocks: where Slack's pages disagree, the smaller figure."""

from typing import Any

from bot.sandbox.findings import Findings

Json = dict[str, Any]

ROWS = 100
CELLS = 20
CELL_KINDS = ("raw_text", "raw_number", "rich_text")
SERIES = 6
POINTS = 20
LABEL = 20
AXIS_LABEL = 50


def check_table(found: Findings, path: str, block: Json, _surface: str) -> None:
    """Check a table: its size and its cells."""
    for number, row in enumerate(found.items(f"{path}/rows", block.get("rows"), 1, ROWS)):
        _row(found, f"{path}/rows/{number}", row)
    for number, column in enumerate(found.items(f"{path}/column_settings", block.get("column_settings", []), 0, CELLS)):
        if column is not None:
            where = f"{path}/column_settings/{number}"
            found.choice(f"{where}/align", column.get("align"), ("left", "center", "right"))
            found.unknown(where, column, ("align", "is_wrapped"))
    found.unknown(path, block, ("type", "block_id", "rows", "column_settings"))


def check_data_table(found: Findings, path: str, block: Json, _surface: str) -> None:
    """Check a data table: a caption, a header of plain cells, equal rows."""
    found.string(f"{path}/caption", block.get("caption"), 150, required=True)
    found.number(f"{path}/page_size", block.get("page_size"), 1, 100)
    rows = found.items(f"{path}/rows", block.get("rows"), 1, ROWS + 1)
    for number, row in enumerate(rows):
        _row(found, f"{path}/rows/{number}", row)
    lists = [row for row in rows if isinstance(row, list)]
    if len({len(row) for row in lists}) > 1:
        found.add(f"{path}/rows", "all rows must have as many cells as the header")
    if lists and any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in lists[0]):
        found.add(f"{path}/rows/0", "header cells must not be rich_text")


def _row(found: Findings, path: str, row: object) -> None:
    for number, cell in enumerate(found.items(path, row, 1, CELLS)):
        kind = cell.get("type") if isinstance(cell, dict) else cell
        found.choice(f"{path}/{number}/type", kind or "", CELL_KINDS)


def check_chart(found: Findings, path: str, block: Json, _surface: str) -> None:
    """Check a chart: its title, and its segments or series."""
    found.string(f"{path}/title", _plain(block.get("title")), 50, required=True)
    chart = block.get("chart")
    if not isinstance(chart, dict):
        found.add(f"{path}/chart", "missing required field")
        return
    where = f"{path}/chart"
    if chart.get("type") == "pie":
        _pie(found, where, chart)
        return
    found.choice(f"{where}/type", chart.get("type") or "", ("pie", "bar", "area", "line"))
    _series(found, where, chart)


def _pie(found: Findings, path: str, chart: Json) -> None:
    for number, segment in enumerate(found.items(f"{path}/segments", chart.get("segments"), 1, SERIES)):
        where = f"{path}/segments/{number}"
        found.string(f"{where}/label", segment.get("label"), LABEL, required=True)
        if not isinstance(segment.get("value"), int | float) or segment["value"] <= 0:
            found.add(f"{where}/value", "must be a number above 0")


def _series(found: Findings, path: str, chart: Json) -> None:
    axis = chart.get("axis_config") or {}
    categories = found.items(f"{path}/axis_config/categories", axis.get("categories"), 1, POINTS)
    for name in ("x_label", "y_label"):
        found.string(f"{path}/axis_config/{name}", axis.get(name), AXIS_LABEL)
    for number, category in enumerate(categories):
        found.string(f"{path}/axis_config/categories/{number}", category, LABEL, required=True)
    series = found.items(f"{path}/series", chart.get("series"), 1, SERIES)
    names = [one.get("name") for one in series]
    if len(set(names)) < len(names):
        found.add(f"{path}/series", "names must be unique")
    for number, one in enumerate(series):
        where = f"{path}/series/{number}"
        found.string(f"{where}/name", one.get("name"), LABEL, required=True)
        points = found.items(f"{where}/data", one.get("data"), 1, POINTS)
        if sorted(str(point.get("label")) for point in points) != sorted(map(str, categories)):
            found.add(f"{where}/data", "must have exactly one point for each category")


def _plain(value: object) -> object:
    return value.get("text") if isinstance(value, dict) else value
