"""Keeps other web pages out of the app on localhost.

Any page in the same browser can send requests to ``localhost``. The guard answers only requests
that name this machine as their host (a rebound name does not) and that come from the app's own
pages, and it tells the browser to load nothing from anywhere else.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_POLICY = {
    "default-src": "'self'",
    # Streamlit's components are blobs, and Vega compiles its expressions.
    "script-src": "'self' blob: 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    # Not every browser takes a web socket to the page's own address for 'self'.
    "connect-src": "'self' ws://localhost:* ws://127.0.0.1:*",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """ASGI middleware around the whole app, Streamlit's own routes included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the app's own pages, refuse everyone else."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif is_own(Headers(scope=scope)):
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = PlainTextResponse("This address is for this machine only.", 403)
            await refusal(scope, receive, send)


def is_own(headers: Headers) -> bool:
    """Whether a request names this machine and comes from the app's own page, or from no page."""
    host = headers.get("host", "")
    origin = headers.get("origin")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    return origin is None or urlsplit(origin).netloc == host


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
