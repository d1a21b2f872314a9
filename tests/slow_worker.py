"""A worker whose analyses need no weights and that may reach no host; the jobs' tests run it.

    python slow_worker.py DATA_FOLDER SECONDS_UNTIL_WHAT_CAN_PASS_IS_TRIED_AGAIN

What happens to a recording is told by its file's name.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from pathlib import Path

from analyser.domain import Analysis, Recording
from analyser.errors import RecordingError
from analyser.jobs import work
from analyser.settings import load_settings
from analyser.store import ME, Store
from analyser.store.private import room_on_disk

WINDOWS = 20
FORBIDDEN = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"})


def analyse(request, *, settings, progress, session):
    """Work through the windows of a recording, remember each one, and store a session."""
    source = Path(request.recording)
    progress("decode", 0.0)
    if source.stem == "silent":
        raise RecordingError("This recording has no sound.", "Choose another.")
    if source.stem == "unforeseen":
        raise KeyError("nobody foresaw this")
    if source.stem == "too_big":
        os.kill(os.getpid(), signal.SIGKILL)
    if source.stem == "full" and not (settings.data / "room").exists():
        with room_on_disk(settings.data):
            raise OSError(errno.ENOSPC, "No space left on device")
    for window in range(WINDOWS):
        progress("transcribe", window / WINDOWS)
        _remembered(settings.data / f"{source.stem}-{window}")
    recording = Recording(id="ab" * 32, name=source.name, duration=1.0)
    analysis = Analysis(
        recording=recording,
        engines={},
        speakers=(),
        words=(),
        turns=(),
        utterances=(),
        acts=(),
    )
    return Store.open(settings).visible_to(ME).save(analysis, name="set", session=session).id


def _remembered(file):
    """A moment of work, done once; who did it is written down."""
    while file.stem.startswith("endless"):
        file.with_name("beat").touch()
        time.sleep(0.1)
    while (
        file.name.startswith("held")
        and file.name.endswith("-4")
        and not file.with_name("go").exists()
    ):
        time.sleep(0.1)
    if not file.exists():
        time.sleep(0.05)
        file.write_text(str(os.getpid()))


def forbid(event, arguments):
    """End the process where it would open a connection: neither the queue nor we may."""
    if event in FORBIDDEN:
        sys.stderr.write(f"A connection was tried: {event} {arguments}\n")
        sys.stderr.flush()
        os._exit(99)


if __name__ == "__main__":
    sys.addaudithook(forbid)
    work(
        settings=load_settings(data=sys.argv[1]),
        analyse=analyse,
        idle_seconds=2.0,
        first_wait_seconds=float(sys.argv[2]),
    )
