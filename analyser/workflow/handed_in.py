"""What was handed in: where it lies, what it is called, and how it gets to where it is analysed.

Where machines share recordings, a request names its files as ``shared:NAME``, with no path and no
address in it: each machine knows the way there by its own settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from analyser.domain import Recording, Request
from analyser.errors import InputError, TranscriptError
from analyser.files import content_id, sha256_of
from analyser.settings import Settings
from analyser.workflow.common import shared_folder, short

BESIDE = (".vtt", ".srt", ".transcript.vtt")
"""The endings of transcripts that are looked for beside a recording, for the names in them; the
last is Zoom's."""

_SHARED = "shared:"
_UPLOADS = "uploads"


def uploads(settings: Settings) -> Path:
    """The folder where the app puts what is uploaded: ``<SHA-256>.<ending>``, until it is used."""
    return settings.data / _UPLOADS


def upload_here(file: str, *, settings: Settings) -> Path:
    """Where a file that a request names lies on this machine, or will lie once it is brought."""
    if not file.startswith(_SHARED):
        return Path(file)
    return uploads(settings).absolute() / Path(file.removeprefix(_SHARED)).name


def shared_uploads(settings: Settings) -> Iterator[tuple[str, float]]:
    """The uploads that machines share by name, and when each was written (seconds since the epoch).

    :raises StoreError: the shared folder cannot be reached.
    """
    shared = shared_folder(settings)
    if shared is not None:
        for name in shared.names(_UPLOADS):
            yield name, shared.written(f"{_UPLOADS}/{name}")


def remove_shared_upload(name: str, *, settings: Settings) -> None:
    """Remove an upload from where machines share it; nothing where they do not.

    :raises StoreError: it cannot be removed.
    """
    shared = shared_folder(settings)
    if shared is not None:
        shared.remove(f"{_UPLOADS}/{name}")


def hand_over(request: Request, *, settings: Settings) -> Request:
    """Put the files of a request where every machine finds them; the request that names them there.

    A folder of tracks, and what lies elsewhere already, stay where they are.

    :raises StoreError: the shared folder cannot be reached.
    """
    shared = shared_folder(settings)
    if shared is None:
        return request

    def given(file: str) -> str:
        path = Path(file)
        if not path.is_file():
            return file
        name = path.name if path.parent == uploads(settings).absolute() else _content_name(path)
        shared.put(path, f"{_UPLOADS}/{name}")
        return _SHARED + name

    named = with_names(request)
    return replace(_with_files(named, given), name=named.name or Path(named.recording).stem)


def brought(request: Request, *, settings: Settings) -> Request:
    """The request with the files that machines share on this one.

    :raises InputError: this machine shares nothing.
    :raises StoreError: the shared folder cannot be reached, or there is no room here.
    """

    def here(file: str) -> str:
        path = upload_here(file, settings=settings)
        if file.startswith(_SHARED) and not path.exists():
            _bring(path, settings)
        return str(path) if file.startswith(_SHARED) else file

    return _with_files(request, here)


def with_names(request: Request) -> Request:
    """The request; a transcript of the same name beside the recording lends its names."""
    if request.transcript or request.names:
        return request
    source = Path(request.recording)
    beside = (source.with_suffix(ending) for ending in BESIDE)
    found = next((path for path in beside if path.is_file() and _has_names(path)), None)
    return replace(request, names=str(found)) if found else request


def recording_of(request: Request, settings: Settings) -> Recording:
    """The recording by its content; its length is not known yet.

    An upload is named by its hash already, and may be gone once its sound has been decoded.

    :raises InputError: it cannot be read.
    """
    source = Path(request.recording)
    if source.parent in {uploads(settings), uploads(settings).absolute()}:
        name = (short(request.name) or "recording") + source.suffix
        return Recording(id=source.stem, name=name, duration=0.0)
    if source.exists() and not (source.is_file() or source.is_dir()):
        raise InputError(
            f"'{source}' is neither a file nor a folder, so it holds no recording.",
            "Name a sound or video file, or a folder of tracks.",
        )
    try:
        return Recording(id=content_id(source), name=source.name, duration=0.0)
    except OSError as error:
        raise InputError(
            f"The recording '{source}' cannot be read: {error.strerror}.",
            "Check the file's name, and that you may read it.",
        ) from error


def _with_files(request: Request, placed: Callable[[str], str]) -> Request:
    """The request with each of its files by another name."""
    return replace(
        request,
        recording=placed(request.recording),
        transcript=request.transcript and placed(request.transcript),
        names=request.names and placed(request.names),
    )


def _bring(path: Path, settings: Settings) -> None:
    """Copy an upload here; one that is gone is missed only if its sound was not decoded yet."""
    from analyser.store.private import private_folder

    shared = shared_folder(settings)
    if shared is None:
        raise InputError(
            "The recording lies where other machines share it, and this machine cannot reach it.",
            "Give its worker the same ANALYSER_RECORDINGS as the others have.",
        )
    private_folder(path.parent)
    shared.get(f"{_UPLOADS}/{path.name}", path)


def _content_name(file: Path) -> str:
    return sha256_of(file) + file.suffix.lower()


def _has_names(transcript: Path) -> bool:
    """Whether a file that nobody asked to be read is a transcript that names its speakers."""
    from analyser.pipeline import written

    try:
        return len(written.read(transcript).speakers) > 1
    except TranscriptError:
        return False
