"""A recording becomes a session, is looked at, and is forgotten.

A recording that was handed in is never copied: the decoded sound is the one timeline, and is all
that is kept of it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.domain import Analysis, Request, Session, StageName, StageProgress
from analyser.errors import StoreError
from analyser.files import sha256_of
from analyser.settings import ROOT, Settings
from analyser.workflow.cohort import remember_figures
from analyser.workflow.common import scope_of, short
from analyser.workflow.handed_in import brought, recording_of, with_names
from analyser.workflow.people import viewer

if TYPE_CHECKING:
    from analyser.store.recordings import Recordings

SOUND = frozenset({".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a"})
"""The endings of the recordings in ``sample_sessions``."""

KEPT_DAYS = 7.0
"""For so long what a stopped analysis had finished is kept, so that it can go on."""

_SHARED_EVERY_SECONDS = 30.0


def analyse(
    request: Request, *, settings: Settings, progress: StageProgress, session: str | None = None
) -> str:
    """Take a recording through the whole path and store it as a session of whoever looks.

    :param session: the id that the session is to have; asked twice, it is stored once. ``None``
        makes a new one.
    :return: the session's id.
    :raises RecordingError: the recording cannot be used.
    :raises TranscriptError: the written transcript cannot be read.
    :raises ModelError: weights are missing, or a model's name is unknown.
    :raises StoreError: whoever hands it in is not there.
    :raises Cancelled: a person stopped it; what was finished is remembered.
    """
    from analyser.pipeline import run
    from analyser.pipeline.cache import Cache
    from analyser.store.private import room_on_disk

    progress("decode", 0.0)
    request = with_names(brought(request, settings=settings))
    scope, owner = scope_of(settings), viewer(settings=settings)
    scope.store.clear_up(days=KEPT_DAYS)
    asked = _as_asked(request, settings)
    engines = run.engines(request, asked)
    recording = recording_of(request, settings)
    recordings = scope.store.recordings
    with recordings.at_work(recording.id) as folder, room_on_disk(folder):
        analysis = run.analyse(
            Path(request.recording),
            recording=recording,
            audio=folder / "audio.wav",
            engines=engines,
            cache=Cache(folder=folder / "stages"),
            settings=asked,
            progress=shared_now_and_then(progress, recordings, recording.id),
        )
        _make_ready_to_play(folder / "audio.wav", progress)
    name = short(request.name) or Path(recording.name).stem
    programme = "" if owner is None else owner.programme
    saved = scope.save(analysis, name=name, session=session, programme=programme)
    recordings.keep(recording.id)
    remember_figures(saved.id, settings=settings)
    return saved.id


def analyse_samples(*, settings: Settings, progress: StageProgress) -> tuple[Session, ...]:
    """Analyse each sample set that has not been analysed; all of their sessions, by folder."""
    return tuple(
        _sample(recording, settings=settings, progress=progress)
        for recording in sorted((ROOT / "sample_sessions").glob("*/*"))
        if recording.suffix in SOUND
    )


def sessions(*, settings: Settings) -> tuple[Session, ...]:
    """Every session that whoever looks may see, the newest first."""
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
    """The sound of a session: a WAV file, mono, 16 kHz; brought here where machines share it.

    :raises StoreError: there is no such session, its sound is not there any more, or what is shared
        cannot be reached.
    """
    scope = scope_of(settings)
    found = scope.session(session)
    path = scope.store.recording_folder(found.recording.id) / "audio.wav"
    if not path.is_file():
        scope.store.recordings.bring(found.recording.id, only=path.name)
        scope.store.recordings.keep(found.recording.id)
    if not path.is_file():
        raise StoreError(
            f"The sound of '{found.name}' is not there any more.", "Analyse the recording again."
        )
    return path


def forget(session: str, *, settings: Settings) -> None:
    """Remove a session for good: rows, sound and remembered stages.

    The job that made it is removed by ``analyser.jobs.forget``, which calls this.

    :raises StoreError: there is no such session, or its files cannot be removed.
    :raises InputError: the session is another's.
    """
    scope_of(settings).forget(session)


def discard(recording: str, *, settings: Settings) -> None:
    """Remove what was worked out of a recording, by its SHA-256, unless a session has it.

    :raises StoreError: it cannot be removed.
    """
    scope_of(settings).store.discard_unused(recording=recording)


def discard_forgotten(*, settings: Settings) -> None:
    """Remove what this machine has of recordings that were forgotten on another one.

    :raises StoreError: it cannot be removed, or what is shared cannot be reached.
    """
    if settings.database or settings.recordings:
        scope_of(settings).store.discard_forgotten()


def _as_asked(request: Request, settings: Settings) -> Settings:
    """The settings with what the request says about the talk."""
    hotwords = tuple(dict.fromkeys((*settings.hotwords, *map(short, request.hotwords))))
    return settings.model_copy(update={"language": request.language, "hotwords": hotwords})


def shared_now_and_then(
    progress: StageProgress,
    recordings: Recordings,
    recording: str,
    *,
    every: float = _SHARED_EVERY_SECONDS,
) -> StageProgress:
    """The same; and what is finished is shared, so that another machine can go on from there."""
    last = time.monotonic()

    def report(stage: StageName, share: float) -> None:
        nonlocal last
        progress(stage, share)
        if time.monotonic() - last > every:
            recordings.share(recording)
            last = time.monotonic()

    return report


def _make_ready_to_play(audio: Path, progress: StageProgress) -> None:
    """Make what the player needs beside the decoded sound, where it is missing or older."""
    from analyser.pipeline.peaks import PEAKS, write_peaks
    from analyser.pipeline.playable import PLAYABLE, write_playable

    peaks, playable = audio.with_name(PEAKS), audio.with_name(PLAYABLE)
    if not _is_newer(peaks, audio):
        write_peaks(audio, peaks)
    if not _is_newer(playable, audio):
        write_playable(audio, playable, progress=lambda _share: progress("classify", 1.0))


def _is_newer(file: Path, other: Path) -> bool:
    return file.is_file() and file.stat().st_mtime >= other.stat().st_mtime


def _sample(recording: Path, *, settings: Settings, progress: StageProgress) -> Session:
    scope = scope_of(settings)
    known = scope.find(sha256_of(recording))
    if known:
        return known[0]
    name = recording.parent.name.replace("_", " ").replace("-", " ").capitalize()
    request = Request(recording=str(recording), name=name, language="en")
    return scope.session(analyse(request, settings=settings, progress=progress))
