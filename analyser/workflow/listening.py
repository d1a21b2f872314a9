"""What a player needs of a session: its sound in a form that every browser plays, and its outline.

Both lie beside the decoded sound, and are made with it. What an older version analysed has neither:
its outline is made when it is first looked at, and its sound is played as it was decoded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyser.settings import Settings
from analyser.workflow.common import scope_of
from analyser.workflow.session import audio_file

if TYPE_CHECKING:
    from analyser.pipeline.peaks import Peaks
    from analyser.store import Store


def sound_to_play(session: str, *, settings: Settings) -> Path:
    """The playable copy of a session's sound; where there is none, the decoded sound.

    :raises StoreError: there is no such session, its sound is not there any more, or what is shared
        cannot be reached.
    """
    from analyser.pipeline.playable import PLAYABLE

    store, recording = _kept(session, settings)
    copy = store.recording_folder(recording) / PLAYABLE
    if not copy.is_file() and not copy.with_name("audio.wav").is_file():
        store.recordings.bring(recording, only=PLAYABLE)
        store.recordings.keep(recording)
    return copy if copy.is_file() else audio_file(session, settings=settings)


def peaks_of(session: str, *, settings: Settings) -> Peaks:
    """The outline of a session's sound, ten numbers a second; worked out where it is missing.

    :raises StoreError: as ``sound_to_play``.
    """
    from analyser.pipeline.peaks import PEAKS, read_peaks, write_peaks

    store, recording = _kept(session, settings)
    path = store.recording_folder(recording) / PEAKS
    if not path.is_file():
        store.recordings.bring(recording, only=PEAKS)
        store.recordings.keep(recording)
    if not path.is_file():
        write_peaks(audio_file(session, settings=settings), path)
        store.recordings.share(recording)
    return read_peaks(path)


def _kept(session: str, settings: Settings) -> tuple[Store, str]:
    """The store, and the id of a session's recording in it."""
    scope = scope_of(settings)
    return scope.store, scope.session(session).recording.id
