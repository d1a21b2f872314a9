"""How long sound is kept, and how much room it all takes.

What was heard stays: words, labels, figures and comments are in the database. Gone are the sound,
its playable copy and what was remembered of the analysis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.domain import Session
from analyser.settings import Settings
from analyser.workflow.common import scope_of

if TYPE_CHECKING:
    from analyser.store import Scope

_DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskUse:
    """Bytes on this machine's disk.

    ``sessions`` has the sound of each session that whoever looks may see, the largest first;
    sessions of one recording share it. ``sound`` is that of all, each recording once; ``database``
    is 0 where it is on a server; ``models`` are the weights.
    """

    sessions: tuple[tuple[Session, int], ...]
    sound: int
    database: int
    models: int


def remove_old_sound(*, settings: Settings, now: datetime | None = None) -> int:
    """Remove the sound of every session that was analysed ``keep_sound_days`` ago or earlier.

    A recording that several sessions have goes with the youngest of them; one that something was
    worked out of in the last day is being analysed again, and stays.

    :return: how many recordings were removed; 0 where sound is kept for ever.
    :raises StoreError: something cannot be removed.
    """
    if not settings.keep_sound_days:
        return 0
    today = now or datetime.now(UTC)
    moment = today - timedelta(days=settings.keep_sound_days)
    recordings = _everything(settings).store.recordings
    old = [name for name, youngest in _analysed(settings).items() if youngest <= moment]
    there = recordings.known().intersection(old)
    yesterday = today.timestamp() - _DAY_SECONDS
    gone = [name for name in there if not recordings.touched_since(name, yesterday)]
    for name in gone:
        recordings.remove(name)
    return len(gone)


def has_sound(session: str, *, settings: Settings) -> bool:
    """Whether a session's sound can be heard: it was recorded, and is kept here or is shared.

    :raises StoreError: there is no such session, or what is shared cannot be reached.
    """
    from analyser.pipeline.playable import PLAYABLE

    scope = scope_of(settings)
    recordings, recording = scope.store.recordings, scope.session(session).recording.id
    names = ("audio.wav", PLAYABLE)
    here = any((recordings.folder / recording / name).is_file() for name in names)
    return here or (recordings.shared is not None and recording in recordings.known())


def disk_use(*, settings: Settings) -> DiskUse:
    """How much room sessions, database and models take on this machine."""
    scope = scope_of(settings)
    folder = scope.store.recordings.folder
    sizes = [(s, _size(folder / s.recording.id)) for s in scope.sessions()]
    return DiskUse(
        sessions=tuple(sorted(sizes, key=lambda row: -row[1])),
        sound=_size(folder),
        database=0 if settings.database else _files(settings.data.glob("*.sqlite*")),
        models=_size(settings.models),
    )


def _everything(settings: Settings) -> Scope:
    """The store as it is, whoever looks."""
    from analyser.store import ME

    return scope_of(settings.model_copy(update={"person": ME}))


def _analysed(settings: Settings) -> dict[str, datetime]:
    """When each recording was analysed last."""
    found: defaultdict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
    for session in _everything(settings).sessions():
        name = session.recording.id
        found[name] = max(found[name], datetime.fromisoformat(session.created))
    return dict(found)


def _size(folder: Path) -> int:
    return _files(folder.rglob("*")) if folder.is_dir() else 0


def _files(paths: Iterable[Path]) -> int:
    """The bytes of all that are files; what went meanwhile counts nothing."""
    total = 0
    for path in paths:
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
