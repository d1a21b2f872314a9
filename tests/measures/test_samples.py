"""A voice is told by short stretches in which nobody else is heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import Analysis, Recording, Stretch, Turn
from analyser.measures.samples import LONGEST, samples


def heard(*turns):
    return Analysis(
        recording=Recording(id="0" * 64, name="r", duration=600.0),
        engines={},
        speakers=(),
        words=(),
        turns=tuple(Turn(start=start, end=end, speaker=voice) for start, end, voice in turns),
        utterances=(),
        acts=(),
    )


def test_three_stretches_are_spread_over_the_recording():
    turns = [(n * 20.0, n * 20.0 + 4.0, "S1") for n in range(30)]
    found = samples(heard(*turns), "S1")
    assert len(found) == 3
    assert [int(part.start // 200) for part in found] == [0, 1, 2]
    assert all(part.end - part.start == 4.0 for part in found)


def test_a_long_turn_is_cut():
    assert samples(heard((10.0, 60.0, "S1")), "S1") == (Stretch(start=10.0, end=10.0 + LONGEST),)


def test_where_another_voice_is_heard_is_left_out():
    found = samples(heard((0.0, 10.0, "S1"), (3.0, 5.0, "S2"), (4.0, 6.5, "S3")), "S1")
    assert found == (Stretch(start=0.0, end=3.0), Stretch(start=6.5, end=10.0))


def test_a_voice_that_only_says_a_word_gives_that_word():
    assert samples(heard((1.0, 1.8, "S1")), "S1") == (Stretch(start=1.0, end=1.8),)


def test_a_voice_that_is_never_alone_gives_what_there_is_and_a_silent_one_nothing():
    crossed = heard((1.0, 4.0, "S1"), (0.0, 5.0, "S2"))
    assert samples(crossed, "S1") == (Stretch(start=1.0, end=4.0),)
    assert samples(heard((0.0, 5.0, "S2")), "S1") == ()


turns = st.tuples(
    st.integers(0, 100).map(float), st.floats(0.05, 20), st.sampled_from(["S1", "S2", "S3"])
).map(lambda turn: (turn[0], turn[0] + turn[1], turn[2]))


@given(st.lists(turns, max_size=25))
def test_in_every_sample_the_voice_is_alone_if_it_ever_is(said):
    found = samples(heard(*said), "S1")
    assert len(found) <= 3
    assert list(found) == sorted(found, key=lambda part: part.start)
    for part in found:
        assert 0 < part.end - part.start <= LONGEST + 1e-9
        assert any(s <= part.start and part.end <= e for s, e, voice in said if voice == "S1")

    def crossed(start, end):
        return any(s < end and start < e for s, e, voice in said if voice != "S1")

    if any(crossed(part.start, part.end) for part in found):
        assert all(crossed(s, e) or e - s < 0.3 for s, e, voice in said if voice == "S1")
