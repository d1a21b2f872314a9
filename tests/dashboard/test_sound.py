"""Samples by which a voice can be told."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analyser.dashboard.sound import LONGEST, SAMPLES, samples
from analyser.domain import Turn
from tests.dashboard import made

SPANS = st.lists(
    st.tuples(st.floats(0, 3_000), st.floats(0.1, 60), st.sampled_from(["S1", "S2", "S3"])),
    max_size=30,
)


def with_turns(spans):
    turns = tuple(Turn(start=at, end=at + length, speaker=voice) for at, length, voice in spans)
    return replace(made.analysis(), turns=turns)


@given(SPANS)
def test_samples_are_short_few_and_of_that_voice(spans):
    analysis = with_turns(spans)
    found = samples(analysis, "S1")
    own = [turn for turn in analysis.turns if turn.speaker == "S1"]
    assert len(found) == min(SAMPLES, len(own))
    for sample in found:
        assert sample.end - sample.start <= LONGEST + 1e-9
        assert any(turn.start == sample.start and sample.end <= turn.end for turn in own)


def test_a_stretch_that_nobody_talks_into_is_preferred():
    analysis = with_turns([(0, 30, "S1"), (5, 30, "S2"), (100, 4, "S1")])
    assert [sample.start for sample in samples(analysis, "S1")][-1] == 100


def test_samples_come_from_different_parts_of_the_session():
    starts = [sample.start for sample in samples(made.analysis(), "S2")]
    assert len(starts) == SAMPLES
    assert starts[0] < made.DURATION / 3 < made.DURATION * 2 / 3 < starts[-1]
