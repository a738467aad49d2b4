"""A real Chromium, driven over its DevTools protocol; no driver to install."""

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--lang=en-GB",
    "--remote-debugging-port=0",
)  # fmt: skip
WITHIN = 15.0
FREE_WITHIN = 5.0
"""Seconds until what can be seen stands still and is free: less than a note stays that lies over it."""

DESKTOP = (1280, 800)
PHONE = (390, 844)
KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Escape": (27, ""),
    "ArrowDown": (40, ""),
    "ArrowUp": (38, ""),
    " ": (32, " "),
}

# The last thing that can be seen, matches a selector, and reads like this.
FIND = """((selector, words) => [...document.querySelectorAll(selector)].filter((one) =>
    one.checkVisibility({visibilityProperty: true}) && (one.ariaLabel || one.textContent).includes(words)).at(-1))"""


# Where to click it, once it stands still and nothing covers it.
FREE = """(async () => {
    const one = %s(%s, %s);
    if (!one) return null;
    one.scrollIntoView({block: "center"});
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    const before = one.getBoundingClientRect();
    await frame();
    const box = one.getBoundingClientRect();
    if (before.x !== box.x || before.y !== box.y) return null;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    return hit && (one.contains(hit) || hit.contains(one)) ? {x, y} : null;
})()"""

LEFT = (
    "Inspected target navigated or closed",
    "Execution context was destroyed.",
    "Cannot find default execution context",
)
"""What Chromium answers when a page is asked that another one has just taken the place of."""


class Elsewhere(Exception):  # noqa: N818 - a moment, not a mistake
    """The page that was asked is not there any more."""


def chromium() -> str | None:
    """Find a Chromium on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One window; `run` evaluates JavaScript in it, and `until` waits for it to become true."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.complaints: list[str] = []
        self.deeds = 0

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": given})
        while True:
            heard = await self._socket.receive_json(timeout=WITHIN)
            if heard.get("id") == self._number:
                if heard.get("error", {}).get("message") in LEFT:
                    raise Elsewhere
                assert "error" not in heard, heard["error"]
                return heard["result"]
            self._note(heard)

    async def opens(self, url: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> None:
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.looks(size, dark=dark)
        await self.call("Page.navigate", url=url)
        await self.sees("#who", "You are")

    async def looks(self, size: tuple[int, int], *, dark: bool = False) -> None:
        """Have this size, and the colours somebody prefers."""
        width, height = size
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        await self.call("Emulation.setEmulatedMedia", features=features)

    async def run(self, script: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until it is true."""
        await self._found(f"Boolean({script})", f"never true: {script}")

    async def _found(self, script: str, otherwise: str, within: float = WITHIN) -> Any:
        """Ask until there is an answer; a page that another one has just taken the place of has none."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while True:
            with suppress(Elsewhere):
                if answer := await self.run(script):
                    return answer
            assert loop.time() < end, f"{otherwise}\n{await self.reads('body')}"
            await asyncio.sleep(0.05)

    async def sees(self, selector: str, words: str = "") -> None:
        """Wait until something that can be seen reads like this."""
        await self.until(f"{FIND}({json.dumps(selector)}, {json.dumps(words)})")

    async def reads(self, selector: str) -> str:
        return str(await self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    async def clicks(self, selector: str, words: str = "") -> None:
        """Click, with the pointer, what can be seen and is not covered by anything else."""
        await self.sees(selector, words)
        asked = FREE % (FIND, json.dumps(selector), json.dumps(words))
        point = await self._found(asked, f"{selector} {words!r} is covered, or never stands still", FREE_WITHIN)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **point)
        self.deeds += 1

    async def types(self, text: str) -> None:
        """Type where the focus is."""
        await self.call("Input.insertText", text=text)
        self.deeds += 1

    async def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            name = key.removeprefix("Shift+")
            code, text = KEYS[name]
            given = {"key": name, "code": name, "windowsVirtualKeyCode": code, "modifiers": 8 if name != key else 0}
            await self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **given)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **given)
            self.deeds += 1

    async def says(self, text: str) -> None:
        """Click into the message box, write, and send with Enter."""
        await self.clicks("#line")
        await self.types(text)
        await self.presses("Enter")

    async def picture(self, file: Path) -> None:
        taken = await self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(taken["data"]))  # noqa: ASYNC240 - a test's own file

    def _note(self, heard: dict[str, Any]) -> None:
        if heard["method"] == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(heard["params"]["exceptionDetails"]))
        if heard["method"] == "Log.entryAdded" and heard["params"]["entry"]["level"] == "error":
            self.complaints.append(heard["params"]["entry"]["text"])


class Browser:
    """A browser with a profile of its own; each window in it is somebody's screen."""

    def __init__(self, session: aiohttp.ClientSession, address: str, itself: Tab) -> None:
        self._session = session
        self._address = address
        self._itself = itself
        self._tabs: list[Tab] = []

    async def window(self) -> Tab:
        """Open another window; like windows side by side, none of them hides another."""
        made = await self._itself.call("Target.createTarget", url="about:blank", newWindow=True)
        address = f"{self._address}/devtools/page/{made['targetId']}"
        tab = Tab(await self._session.ws_connect(address, max_msg_size=0))
        self._tabs.append(tab)
        return tab

    @property
    def complaints(self) -> list[str]:
        """List what went wrong in any window, as its console says."""
        return [said for tab in self._tabs for said in tab.complaints]


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """Start a Chromium, and end it."""
    program = chromium()
    assert program
    process = await asyncio.create_subprocess_exec(
        program, *QUIET, f"--user-data-dir={folder}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port, path = await _opened(folder / "DevToolsActivePort")
        address = f"ws://127.0.0.1:{port}"
        async with aiohttp.ClientSession() as session, session.ws_connect(address + path, max_msg_size=0) as socket:
            yield Browser(session, address, Tab(socket))
    finally:
        process.terminate()
        await process.wait()


async def _opened(file: Path) -> list[str]:
    async with asyncio.timeout(WITHIN):
        while not (file.exists() and "browser" in file.read_text()):  # noqa: ASYNC110, ASYNC240 - Chromium writes it when it is ready
            await asyncio.sleep(0.05)
    return file.read_text().split()  # noqa: ASYNC240 - as above
