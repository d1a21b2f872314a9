"""A recording becomes a session, is looked at, and is forgotten.

A recording that was handed in is never copied: the decoded sound is the one timeline, and is all
that is kept of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analyser.domain import Analysis, Recording, Request, Session, StageProgress
from analyser.errors import InputError, StoreError, TranscriptError
from analyser.files import content_id, sha256_of
from analyser.settings import ROOT, Settings
from analyser.workflow.common import scope_of, short

SOUND = frozenset({".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a"})
"""The endings of the recordings in ``sample_sessions``."""

BESIDE = (".vtt", ".srt")
"""The endings of transcripts that are looked for beside a recording, for the names in them."""

KEPT_DAYS = 7.0
"""For so long what a stopped analysis had finished is kept, so that it can go on."""


def analyse(
    request: Request, *, settings: Settings, progress: StageProgress, session: str | None = None
) -> str:
    """Take a recording through the whole path and store it as a session.

    :param session: the id that the session is to have; asked twice, it is stored once. ``None``
        makes a new one.
    :return: the session's id.
    :raises RecordingError: the recording cannot be used.
    :raises TranscriptError: the written transcript cannot be read.
    :raises ModelError: weights are missing, or a model's name is unknown.
    :raises Cancelled: a person stopped it; what was finished is remembered.
    """
    from analyser.pipeline import run
    from analyser.pipeline.cache import Cache
    from analyser.store.private import room_on_disk

    progress("decode", 0.0)
    request = _with_names(request)
    scope = scope_of(settings)
    scope.store.discard_unused(days=KEPT_DAYS)
    asked = _as_asked(request, settings)
    engines = run.engines(request, asked)
    recording = _recording(request, settings)
    folder = scope.store.recording_folder(recording.id)
    with room_on_disk(folder):
        analysis = run.analyse(
            Path(request.recording),
            recording=recording,
            audio=folder / "audio.wav",
            engines=engines,
            cache=Cache(folder=folder / "stages"),
            settings=asked,
            progress=progress,
        )
    name = short(request.name) or Path(recording.name).stem
    return scope.save(analysis, name=name, session=session).id


def analyse_samples(*, settings: Settings, progress: StageProgress) -> tuple[Session, ...]:
    """Analyse each sample set that has not been analysed; all of their sessions, by folder."""
    return tuple(
        _sample(recording, settings=settings, progress=progress)
        for recording in sorted((ROOT / "sample_sessions").glob("*/*"))
        if recording.suffix in SOUND
    )


def sessions(*, settings: Settings) -> tuple[Session, ...]:
    """Every session, the newest first."""
    return scope_of(settings).sessions()


def describe(session: str, *, settings: Settings) -> Session:
    """The session with this id, or with an id that begins so.

    :raises StoreError: there is none, or more than one.
    """
    return scope_of(settings).session(session)


def load(session: str, *, settings: Settings) -> Analysis:
    """The analysis of a session as it stands now, with every correction in it.

    :raises StoreError: there is no such session.
    """
    return scope_of(settings).analysis(session)


def as_heard(session: str, *, settings: Settings) -> Analysis:
    """The analysis as the machine left it, without anything that a person put right.

    :raises StoreError: there is no such session.
    """
    return scope_of(settings).heard(session)


def audio_file(session: str, *, settings: Settings) -> Path:
    """The sound of a session: a WAV file, mono, 16 kHz.

    :raises StoreError: there is no such session, or its sound is not there any more.
    """
    scope = scope_of(settings)
    found = scope.session(session)
    path = scope.store.recording_folder(found.recording.id) / "audio.wav"
    if not path.is_file():
        raise StoreError(
            f"The sound of '{found.name}' is not there any more.", "Analyse the recording again."
        )
    return path


def forget(session: str, *, settings: Settings) -> None:
    """Remove a session for good: rows, sound and remembered stages.

    The job that made it is removed by ``analyser.jobs.forget``, which calls this.

    :raises StoreError: there is no such session, or its files cannot be removed.
    """
    scope_of(settings).forget(session)


def discard(recording: str, *, settings: Settings) -> None:
    """Remove what was worked out of a recording, by its SHA-256, unless a session has it.

    :raises StoreError: it cannot be removed.
    """
    scope_of(settings).store.discard_unused(recording=recording)


def uploads(settings: Settings) -> Path:
    """The folder where the app puts what is uploaded: ``<SHA-256>.<ending>``, until it is used."""
    return settings.data / "uploads"


def _as_asked(request: Request, settings: Settings) -> Settings:
    """The settings with what the request says about the talk."""
    hotwords = tuple(dict.fromkeys((*settings.hotwords, *map(short, request.hotwords))))
    return settings.model_copy(update={"language": request.language, "hotwords": hotwords})


def _with_names(request: Request) -> Request:
    """The request; a transcript of the same name beside the recording lends its names."""
    if request.transcript or request.names:
        return request
    source = Path(request.recording)
    beside = (source.with_suffix(ending) for ending in BESIDE)
    found = next((path for path in beside if path.is_file() and _has_names(path)), None)
    return replace(request, names=str(found)) if found else request


def _has_names(transcript: Path) -> bool:
    """Whether a file that nobody asked to be read is a transcript that names its speakers."""
    from analyser.pipeline import written

    try:
        return len(written.read(transcript).speakers) > 1
    except TranscriptError:
        return False


def _recording(request: Request, settings: Settings) -> Recording:
    """The recording by its content; its length is not known yet.

    An upload is named by its hash already, and may be gone once its sound has been decoded.
    """
    source = Path(request.recording)
    if source.parent == uploads(settings):
        name = (short(request.name) or "recording") + source.suffix
        return Recording(id=source.stem, name=name, duration=0.0)
    try:
        return Recording(id=content_id(source), name=source.name, duration=0.0)
    except OSError as error:
        raise InputError(
            f"The recording '{source}' cannot be read: {error.strerror}.",
            "Check the file's name, and that you may read it.",
        ) from error


def _sample(recording: Path, *, settings: Settings, progress: StageProgress) -> Session:
    scope = scope_of(settings)
    known = scope.find(sha256_of(recording))
    if known:
        return known[0]
    name = recording.parent.name.replace("_", " ").replace("-", " ").capitalize()
    request = Request(recording=str(recording), name=name, language="en")
    return scope.session(analyse(request, settings=settings, progress=progress))
