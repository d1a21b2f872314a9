"""The share of the whole and the time left are told from what was measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import STAGES, Request
from analyser.pipeline.progress import WEIGHTS, TimeLeft, quick_stages


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def run(seconds_of_whole, reports, *, left=None):
    """What is told last, when the whole takes so long and the reports come as it goes."""
    clock = Clock()
    left = left or TimeLeft(clock)
    told = (0.0, None)
    for stage, share in reports:
        before = sum(WEIGHTS[s] for s in STAGES[: STAGES.index(stage)])
        clock.now = seconds_of_whole * (before + WEIGHTS[stage] * share)
        told = left.update(stage, share)
    return told


def test_the_weights_are_shares_of_one():
    assert set(WEIGHTS) == set(STAGES)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_nothing_is_guessed_before_there_is_something_to_judge_by():
    assert TimeLeft(Clock()).update("decode", 0.0) == (0.0, None)
    assert run(10.0, [("decode", 0.0), ("decode", 1.0)])[1] is None


def test_a_steady_run_tells_the_time_that_is_left():
    tenths = [(stage, n / 10) for stage in ("decode", "transcribe") for n in range(11)]
    share, left = run(200.0, tenths)
    assert share == pytest.approx(WEIGHTS["decode"] + WEIGHTS["transcribe"])
    assert left == pytest.approx(200.0 * (1 - share), rel=0.05)


def test_a_slower_machine_is_noticed_within_a_minute():
    clock = Clock()
    left = TimeLeft(clock)
    for n in range(101):
        clock.now = n * 0.2
        left.update("transcribe", n / 100)
    for n in range(31):
        clock.now = 20.0 + n * 4
        told = left.update("diarise", n / 100)
    assert told[1] == pytest.approx(4 / (WEIGHTS["diarise"] / 100) * (1 - told[0]), rel=0.1)


def test_what_was_remembered_says_nothing_about_speed():
    clock = Clock()
    left = TimeLeft(clock)
    for window in range(101):
        left.update("transcribe", window / 100)
    assert left.update("diarise", 0.0)[1] is None
    for n in range(1, 6):
        clock.now = n * 2.0
        told = left.update("diarise", n / 100)
    assert told[1] == pytest.approx((1 - told[0]) * 2.0 / (WEIGHTS["diarise"] / 100))


def transcribed(left, clock, seconds):
    """Speech to text goes on steadily for so long; what is told last."""
    for n in range(101):
        clock.now = seconds * n / 100
        told = left.update("transcribe", n / 100)
    return told


def test_a_stage_that_takes_no_time_after_all_is_not_counted_with_its_weight():
    clock = Clock()
    left = TimeLeft(clock)
    transcribed(left, clock, 100.0)
    left.update("diarise", 0.0)
    told = left.update("diarise", 1.0)
    rest = WEIGHTS["attribute"] + WEIGHTS["segment"] + WEIGHTS["classify"]
    assert told[1] == pytest.approx(100.0 / WEIGHTS["transcribe"] * rest, rel=0.05)


def test_a_stage_that_is_known_to_take_no_time_is_not_waited_for():
    clock = Clock()
    left = TimeLeft(clock, quick={"diarise"})
    share, seconds = transcribed(left, clock, 100.0)
    assert share > 0.9
    assert seconds < 10.0


def test_a_request_tells_which_stages_take_no_time(tmp_path, settings):
    room = Request(recording=str(tmp_path / "set.wav"))
    assert quick_stages(room, settings) == set()
    tracks = Request(recording=str(tmp_path))
    assert quick_stages(tracks, settings) == {"diarise"}
    chosen = settings.model_copy(update={"diariser": "pyannote"})
    assert quick_stages(tracks, chosen) == set()
    written = Request(recording="set.wav", transcript="set.vtt")
    assert quick_stages(written, settings) == {"transcribe", "diarise"}


def test_the_end_is_the_end():
    assert TimeLeft(Clock()).update("classify", 1.0) == (pytest.approx(1.0), 0.0)


reports = st.tuples(st.sampled_from(STAGES), st.floats(-0.5, 1.5), st.floats(0, 100))


@given(st.lists(reports, min_size=1))
def test_the_share_never_falls_and_the_time_is_never_negative(told):
    clock = Clock()
    left = TimeLeft(clock)
    shares = []
    for stage, share, seconds in told:
        clock.now += seconds
        overall, remaining = left.update(stage, share)
        shares.append(overall)
        assert 0.0 <= overall <= 1.0
        assert remaining is None or remaining >= 0.0
    assert shares == sorted(shares)


def test_stages_side_by_side_count_each_for_itself():
    left = TimeLeft(clock=Clock())
    left.update("transcribe", 0.0)
    ahead, _ = left.update("diarise", 1.0)
    assert ahead == pytest.approx(WEIGHTS["decode"] + WEIGHTS["diarise"])
    assert left.at == ("transcribe", 0.0)
    left.update("transcribe", 1.0)
    assert left.at[0] in {"transcribe", "diarise"}
    after, _ = left.update("attribute", 0.0)
    assert after == pytest.approx(sum(WEIGHTS[s] for s in ("decode", "transcribe", "diarise")))
