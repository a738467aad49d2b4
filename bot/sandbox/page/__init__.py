"""The workspace as a page in the browser: files served as they are, and nothing fetched from anywhere else."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes() -> Sequence[web.RouteDef]:
    """List what is served: the page at `/`, its parts beside it."""
    files = [file for file in sorted(FOLDER.iterdir()) if file.suffix in KINDS]
    return [web.get("/" if file.name == "index.html" else f"/page/{file.name}", _serving(file)) for file in files]


def _serving(file: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    body, kind = file.read_bytes(), KINDS[file.suffix]

    async def serve(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=HEADERS)

    return serve
