"""One analysis in a process of its own: how its end is told, and that nothing half-done is left."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from analyser.domain import Request
from analyser.errors import Cancelled
from analyser.files import replacing, scratch_folder
from analyser.jobs.apart import analyse_apart
from analyser.jobs.scratch import scratch_of
from analyser.jobs.slots import one_of, slots
from tests.jobs_helpers import half_done

FAULTS = {
    "drive": OSError(errno.EIO, "Input/output error"),
    "network drive": OSError(errno.ESTALE, "Stale file handle"),
    "memory": MemoryError(),
    "forbidden": PermissionError(errno.EACCES, "Permission denied"),
}
SIGNALS = {
    "killed": signal.SIGKILL,
    "shut down": signal.SIGTERM,
    "crashed": signal.SIGSEGV,
    "given up": signal.SIGABRT,
}


def analyse(request, *, settings, progress, session):
    """Do what the recording's name says; all else stops with much half-done."""
    if fault := FAULTS.get(request.recording):
        raise fault
    if told := SIGNALS.get(request.recording):
        os.kill(os.getpid(), told)
    recordings = settings.data / "recordings" / session
    with replacing(recordings / "audio.wav") as sound, scratch_folder(recordings) as tracks:
        sound.write_bytes(b"sound")
        (tracks / "0.wav").write_bytes(b"sound")
        progress("decode", 0.5)
        time.sleep(60.0)


def outcome(recording, settings, watch=lambda _report: None):
    settings.data.mkdir(exist_ok=True)
    return analyse_apart(
        analyse,
        Request(recording=recording),
        settings=settings,
        session="one",
        scratch=scratch_of("job", settings),
        watch=watch,
    )


@pytest.mark.parametrize(
    ("what", "words", "passing"),
    [
        ("drive", "does not answer: Input/output error", True),
        ("network drive", "does not answer: Stale file handle", True),
        ("memory", "want of memory", True),
        ("forbidden", "nobody foresaw", False),
        ("killed", "want of memory", True),
        ("shut down", "ended from outside", True),
        ("crashed", "crashed (Segmentation fault)", False),
        ("given up", "crashed (Aborted)", False),
    ],
)
def test_what_may_pass_is_told_from_what_may_not(settings, what, words, passing):
    told = outcome(what, settings)
    assert words in told.message
    assert told.passing is passing
    assert bool(told.why) is passing
    assert half_done(settings) == []


def test_an_analysis_that_is_stopped_leaves_nothing_half_done(settings):
    seen = []

    def stop(report):
        if report is not None:
            seen.extend(path.name for path in scratch_of("job", settings).iterdir())
            raise Cancelled

    with pytest.raises(Cancelled):
        outcome("any", settings, stop)
    assert sorted(name[:7] for name in seen) == [".audio.", ".scratc"]
    assert half_done(settings) == []
    assert [path for path in settings.data.rglob("*") if path.is_file()] == []


def test_what_an_earlier_process_left_is_gone_before_the_next_one_begins(settings):
    left = scratch_of("job", settings) / "left"
    left.mkdir(parents=True)
    (left / "0.wav").write_bytes(b"sound")

    def stop(report):
        if report is not None:
            assert not left.exists()
            raise Cancelled

    with pytest.raises(Cancelled):
        outcome("any", settings, stop)


def taken(files, waits):
    """A slot; ``waits`` counts how often there was none."""

    def wait():
        waits.append(1)
        if len(waits) > 3:
            raise Cancelled

    return one_of(files, meanwhile=wait)


def test_no_more_are_at_work_than_there_are_slots(settings):
    files, waits = (settings.data / "0.lock", settings.data / "1.lock"), []
    settings.data.mkdir()
    with ExitStack() as stack:
        stack.enter_context(taken(files, waits))
        with taken(files, waits):
            assert waits == []
            with pytest.raises(Cancelled), taken(files, waits):
                pass
        with taken(files, []):
            pass


HOLD = """
import sys, time
from pathlib import Path
from analyser.jobs.slots import one_of
with one_of([Path(sys.argv[1])], meanwhile=lambda: None):
    print("mine", flush=True)
    time.sleep(600)
"""


def test_a_dead_process_frees_its_slot(settings):
    (slot, *_more) = slots(settings)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, slot], stdout=subprocess.PIPE)
    with holder:
        holder.stdout.readline()
        with pytest.raises(Cancelled), taken([slot], []):
            pass
        holder.kill()
        holder.wait()
        with taken([slot], []):
            pass


def test_there_is_a_slot_for_every_two_cores(settings):
    assert len(slots(settings)) == max(1, len(os.sched_getaffinity(0)) // 2)
    assert all(isinstance(path, Path) and path.exists() for path in slots(settings))
