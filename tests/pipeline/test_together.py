"""Two stages at once: both results, or the one fault."""

from __future__ import annotations

import time
from threading import Barrier, current_thread

import pytest

from analyser.errors import Cancelled, RecordingError
from analyser.pipeline.together import side_by_side


def heard(_stage, _share) -> None:
    pass


def long(report):
    for n in range(1000):
        report("transcribe", n / 1000)
        time.sleep(0.005)
    raise AssertionError("nobody stopped it")


def test_both_are_at_work_at_once_and_both_give():
    met = Barrier(2, timeout=10)

    def one(_report):
        met.wait()
        return "words"

    def other(_report):
        met.wait()
        return "turns"

    assert side_by_side(heard, one, other) == ("words", "turns")


@pytest.mark.parametrize("first", [True, False])
def test_a_fault_of_one_stops_the_other_and_is_told(first):
    def faulty(_report):
        raise RecordingError("broken")

    pair = (faulty, long) if first else (long, faulty)
    with pytest.raises(RecordingError, match="broken"):
        side_by_side(heard, *pair)


def test_a_person_stops_both():
    def stopped(_stage, share):
        if share > 0.01:
            raise Cancelled

    with pytest.raises(Cancelled):
        side_by_side(stopped, long, long)


def test_reports_never_come_two_at_a_time():
    busy: list[str] = []

    def report(_stage, _share):
        busy.append(current_thread().name)
        time.sleep(0.001)
        assert len(busy) == 1
        busy.pop()

    def some(told):
        for n in range(30):
            told("diarise", n / 30)

    side_by_side(report, some, some)
