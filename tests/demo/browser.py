"""A real Chromium, driven over its DevTools protocol; no driver to install."""

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
)  # fmt: skip
WITHIN = 10.0


def chromium() -> str | None:
    """Find a Chromium on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One tab; `run` evaluates JavaScript in it, and `until` waits for it to become true."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.complaints: list[str] = []

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": given})
        while True:
            heard = await self._socket.receive_json(timeout=WITHIN)
            if heard.get("id") == self._number:
                assert "error" not in heard, heard["error"]
                return heard["result"]
            self._note(heard)

    async def opens(self, url: str) -> None:
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=url)

    async def run(self, script: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + WITHIN
        while not await self.run(f"Boolean({script})"):
            assert loop.time() < end, f"never true: {script}"
            await asyncio.sleep(0.05)

    async def looks(self, file: Path, width: int, height: int, *, dark: bool = False) -> None:
        """Take a picture at this size."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self.call("Emulation.setEmulatedMedia", features=features)
        await asyncio.sleep(0.3)
        picture = await self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(picture["data"]))  # noqa: ASYNC240 - a test's own file

    def _note(self, heard: dict[str, Any]) -> None:
        if heard["method"] == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(heard["params"]["exceptionDetails"]))
        if heard["method"] == "Log.entryAdded" and heard["params"]["entry"]["level"] == "error":
            self.complaints.append(heard["params"]["entry"]["text"])


@asynccontextmanager
async def tab(folder: Path) -> AsyncIterator[Tab]:
    """Open a browser with one empty tab and a profile of its own."""
    program = chromium()
    assert program
    process = await asyncio.create_subprocess_exec(
        program, *QUIET, f"--user-data-dir={folder}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port = await _port(folder / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                page = next(one for one in await answer.json() if one["type"] == "page")
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        process.terminate()
        await process.wait()


async def _port(file: Path) -> int:
    async with asyncio.timeout(WITHIN):
        while not (file.exists() and file.read_text().count("\n")):  # noqa: ASYNC110, ASYNC240 - Chromium writes it when it is ready
            await asyncio.sleep(0.05)
    return int(file.read_text().split("\n")[0])  # noqa: ASYNC240 - as above
