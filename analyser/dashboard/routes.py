"""The app's own addresses beside Streamlit's: recordings in, sound and whole sessions out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from urllib.parse import unquote

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from analyser import workflow
from analyser.dashboard import parcels, tickets, uploads
from analyser.dashboard.context import current_settings, started_settings
from analyser.errors import AnalyserError
from analyser.report import file_name
from analyser.settings import Settings

UPLOAD_PATH = "/analyser/upload"
AUDIO_PATH = "/analyser/audio"
PEAKS_PATH = "/analyser/peaks"
PARCEL_PATH = "/analyser/session"
WAVESURFER_PATH = "/analyser/wavesurfer-8.0.1.js"
AS_DECODED = "decoded"
"""Asked for after an address of sound by a browser that does not play the copy."""
TICKET_HEADER = "X-Analyser-Ticket"
NAME_HEADER = "X-Analyser-Name"

_PRIVATE = {"Cache-Control": "private, no-store"}
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
_SOUND = {".m4a": "audio/mp4", ".wav": "audio/wav"}
_WAVESURFER = Path(__file__).parent / "components" / "vendor" / "wavesurfer.esm.js"


def sound_ticket(session: str, person: str) -> str:
    """A ticket with which a person can hear a session, and see its outline, for a while."""
    return tickets.issue("audio", session, person)


def audio_address(ticket: str) -> str:
    """Where the sound is that a ticket is for."""
    return f"{AUDIO_PATH}/{ticket}"


def peaks_address(ticket: str) -> str:
    """Where the outline of that sound is."""
    return f"{PEAKS_PATH}/{ticket}"


def parcel_address(session: str, person: str) -> str:
    """Where a person can fetch a session as one file, for a while."""
    return f"{PARCEL_PATH}/{tickets.issue('download', session, person)}"


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
    """``GET`` a session's sound; honours ``Range``, so that a click seeks without a download.

    Whoever the ticket is for must still be allowed to hear it.
    """
    give = workflow.audio_file if AS_DECODED in request.query_params else workflow.sound_to_play
    try:
        session, settings = _holder(request, "audio")
        path = give(session, settings=settings)
    except AnalyserError as error:
        return _refusal(error, status=403)
    return FileResponse(path, media_type=_SOUND[path.suffix], headers=_PRIVATE)


def give_peaks(request: Request) -> Response:
    """``GET`` the outline of a session's sound: a byte for each tenth of a second."""
    try:
        session, settings = _holder(request, "audio")
        peaks = workflow.peaks_of(session, settings=settings)
    except AnalyserError as error:
        return _refusal(error, status=403)
    return Response(peaks.tobytes(), media_type="application/octet-stream", headers=_PRIVATE)


def give_parcel(request: Request) -> Response:
    """``GET`` a whole session as a zip, sent from the disk in pieces; what is packed is removed.

    The browser opens the address itself, so that a refusal is a sentence to read.
    """
    try:
        session, settings = _holder(request, "download")
        name = workflow.describe(session, settings=settings).name
        path = parcels.packed(session, settings=settings)
    except AnalyserError as error:
        told = f"{error.message}\n{error.remedy}"
        return PlainTextResponse(told.strip(), status_code=403, headers=_PRIVATE)
    return FileResponse(
        path,
        media_type="application/zip",
        filename=file_name(name, parcels.ENDING),
        headers=_PRIVATE,
        background=BackgroundTask(path.unlink, missing_ok=True),
    )


def give_wavesurfer(_request: Request) -> Response:
    """``GET`` the code that draws waveforms; it is nobody's secret and changes with its address."""
    return FileResponse(_WAVESURFER, media_type="text/javascript", headers=_FOR_GOOD)


def _holder(request: Request, purpose: tickets.Purpose) -> tuple[str, Settings]:
    """The session that a ticket is for, and the settings of the person who holds it.

    :raises InputError: the ticket is forged, meant for something else or too old.
    """
    session, person = tickets.redeem(purpose, request.path_params["ticket"])
    return session, started_settings().model_copy(update={"person": person})


def _refusal(error: AnalyserError, *, status: int = 400) -> Response:
    body = {"message": error.message, "remedy": error.remedy}
    return JSONResponse(body, status_code=status, headers=_PRIVATE)


def routes() -> list[Route]:
    """All of the app's own routes."""
    return [
        Route(UPLOAD_PATH, take_upload, methods=["PUT"]),
        Route(AUDIO_PATH + "/{ticket}", give_audio, methods=["GET", "HEAD"]),
        Route(PEAKS_PATH + "/{ticket}", give_peaks, methods=["GET"]),
        Route(PARCEL_PATH + "/{ticket}", give_parcel, methods=["GET"]),
        Route(WAVESURFER_PATH, give_wavesurfer, methods=["GET"]),
    ]
