"""The folder in which every open incident can be read when Slack and Conn are both gone."""

import asyncio
import json
import logging
import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.domain.ids import IncidentId, label
from bot.domain.known_people import addresses_of
from bot.rendering import snapshot
from bot.usecases.deps import Deps
from bot.usecases.look import place_names
from bot.usecases.standing import standing, standings
from store.errors import StoreUnavailable

LOOK_EVERY = 1.0
"""Seconds in which a change is written: with a thousand open incidents looking costs 6 ms, writing after each commit of
a storm would cost a processor."""

TRY_AGAIN = 15.0
"""Seconds after which a folder is tried again that took nothing."""

_OURS = re.compile(r"INC-[1-9]\d*\.(md|json)")

log = logging.getLogger(__name__)


class Snapshots:
    """Keeps a page and its data for each open incident; private ones are left out, since folders have other readers."""

    def __init__(self, deps: Deps, folder: Path) -> None:
        """Keep them in this folder, which is made where it is missing."""
        self._deps = deps
        self._folder = folder
        self._written: Mapping[IncidentId, int] = {}
        self._facts: dict[IncidentId, Mapping[str, Any]] = {}
        self._is_known = False
        self._trouble = ""

    async def run(self) -> None:
        """Keep the folder current until cancelled; nothing that goes wrong with it holds up anything else."""
        while True:  # noqa: ASYNC110 - it waits for time, not for anything to happen
            await asyncio.sleep(LOOK_EVERY if await self.keep() else TRY_AGAIN)

    async def keep(self) -> bool:
        """Write what changed since the last time, at the first all of it; False when that is to be tried again."""
        try:
            await self._keep()
        except StoreUnavailable as away:
            log.info("Snapshots wait for the database: %s", away)
        except OSError as failed:
            self._is_known = False
            if str(failed) != self._trouble:
                log.warning("Snapshots cannot be written to %s, and are tried again: %s", self._folder, failed)
            self._trouble = str(failed)
            return False
        except Exception:
            log.exception("Snapshots could not be drawn, and are tried again")
            return False
        else:
            self._trouble = ""
        return True

    async def _keep(self) -> None:
        found = await standings(self._deps)
        if self._is_known and self._written == found:
            return
        changed = [one for one, version in found.items() if not self._is_known or self._written.get(one) != version]
        people, places = addresses_of(self._deps.directory), await place_names(self._deps)
        for incident in changed:
            if seen := await standing(incident, self._deps, snapshot.LATEST):
                told = snapshot.facts(seen.incident, seen.policy, seen.latest, people, places)
                self._facts[incident] = told
                await asyncio.to_thread(self._write, told)
        self._facts = {incident: self._facts[incident] for incident in found if incident in self._facts}
        await asyncio.to_thread(self._tidy, [*self._facts.values()])
        self._written, self._is_known = found, True

    def _write(self, told: Mapping[str, Any]) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put(self._folder / f"{told['incident']}.json", _json(told))
        _put(self._folder / f"{told['incident']}.md", snapshot.page(told))

    def _tidy(self, every: Sequence[Mapping[str, Any]]) -> None:
        """Take away what is over, and list what is left."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove(self._folder, {told["incident"] for told in every})
        _put(self._folder / "index.json", _json([snapshot.brief(told) for told in every]))
        _put(self._folder / "index.md", snapshot.index(every))


def behind(folder: Path, versions: Mapping[IncidentId, int]) -> list[str]:
    """List the incidents whose snapshot in a folder is missing or older than these versions."""

    def version(incident: IncidentId) -> int:
        try:
            told = json.loads((folder / f"{label(incident)}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0
        return int(told.get("version", 0))

    return [label(incident) for incident, wanted in versions.items() if version(incident) < wanted]


def _remove(folder: Path, kept: Collection[str]) -> None:
    for file in folder.iterdir():
        if _OURS.fullmatch(file.name) and file.stem not in kept:
            file.unlink(missing_ok=True)


def _put(file: Path, text: str) -> None:
    """Put a file in its place at once and whole, for its owner alone to read."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)  # left by a process of this number that was killed
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
