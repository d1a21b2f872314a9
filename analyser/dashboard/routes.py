"""The app's own addresses beside Streamlit's: recordings in, sound out."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from analyser import workflow
from analyser.dashboard import tickets, uploads
from analyser.dashboard.context import current_settings
from analyser.errors import AnalyserError

UPLOAD_PATH = "/analyser/upload"
AUDIO_PATH = "/analyser/audio"
TICKET_HEADER = "X-Analyser-Ticket"
NAME_HEADER = "X-Analyser-Name"

_PRIVATE = {"Cache-Control": "private, no-store"}


def audio_address(session: str) -> str:
    """A signed address from which a session's sound can be heard for a while."""
    return f"{AUDIO_PATH}/{tickets.issue('audio', session)}"


async def take_upload(request: Request) -> Response:
    """``PUT`` a recording; the answer names it, or says in words why not."""
    name = unquote(request.headers.get(NAME_HEADER, ""))[:255] or "recording"
    declared = request.headers.get("content-length", "")
    try:
        tickets.redeem("upload", request.headers.get(TICKET_HEADER, ""))
        upload = await uploads.receive(
            request.stream(),
            name=name,
            size=int(declared) if declared.isdigit() else None,
            settings=current_settings(),
        )
    except AnalyserError as error:
        return _refusal(error)
    except ClientDisconnect:
        return Response(status_code=499)
    return JSONResponse(asdict(upload), headers=_PRIVATE)


def give_audio(request: Request) -> Response:
    """``GET`` a session's sound; honours ``Range``, so that a click seeks without a download."""
    try:
        session = tickets.redeem("audio", request.path_params["ticket"])
        path = workflow.audio_file(session, settings=current_settings())
    except AnalyserError as error:
        return _refusal(error, status=403)
    return FileResponse(path, media_type="audio/wav", headers=_PRIVATE)


def _refusal(error: AnalyserError, *, status: int = 400) -> Response:
    body = {"message": error.message, "remedy": error.remedy}
    return JSONResponse(body, status_code=status, headers=_PRIVATE)


def routes() -> list[Route]:
    """All of the app's own routes."""
    return [
        Route(UPLOAD_PATH, take_upload, methods=["PUT"]),
        Route(AUDIO_PATH + "/{ticket}", give_audio, methods=["GET", "HEAD"]),
    ]
