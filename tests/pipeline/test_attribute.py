"""Words get their speakers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Turn, Word
from analyser.pipeline.attribute import attribute

TEXTS = st.sampled_from(["yes", "no,", "well.", "why?", "so", "Mr.", "…", "I", "don't!", "-"])
MOMENTS = st.floats(0, 60, allow_nan=False).map(lambda seconds: round(seconds, 3))


@st.composite
def words(draw: st.DrawFn, speakers: tuple[str | None, ...] = (None,)) -> tuple[Word, ...]:
    starts = sorted(draw(st.lists(MOMENTS, max_size=25)))
    return tuple(
        Word(
            start=start,
            end=start + draw(st.floats(0, 1)),
            text=draw(TEXTS),
            speaker=draw(st.sampled_from(speakers)),
        )
        for start in starts
    )


@st.composite
def turns(draw: st.DrawFn, *, fewest: int = 0) -> tuple[Turn, ...]:
    starts = draw(st.lists(MOMENTS, min_size=fewest, max_size=12))
    return tuple(
        Turn(
            start=start,
            end=start + draw(st.floats(0.05, 10)),
            speaker=draw(st.sampled_from(["S1", "S2", "S3"])),
        )
        for start in starts
    )


def said(text: str, *, start: float = 0.0, pace: float = 0.3, pause: float = 0.05) -> list[Word]:
    return [
        Word(start=start + n * pace, end=start + (n + 1) * pace - pause, text=word)
        for n, word in enumerate(text.split())
    ]


def voices(spoken: tuple[Word, ...]) -> str:
    return " ".join(str(word.speaker) for word in spoken)


@settings(deadline=None)
@given(words(), turns(fewest=1))
def test_every_word_gets_the_speaker_of_some_turn(spoken, heard):
    speakers = {turn.speaker for turn in heard}
    assert all(word.speaker in speakers for word in attribute(spoken, heard))


@settings(deadline=None)
@given(words(speakers=(None, "S1", "Ann")), turns())
def test_order_text_times_and_known_speakers_stay(spoken, heard):
    attributed = attribute(spoken, heard)
    assert [replace(word, speaker=None) for word in attributed] == [
        replace(word, speaker=None) for word in spoken
    ]
    for before, after in zip(spoken, attributed, strict=True):
        assert before.speaker in {None, after.speaker}


@settings(deadline=None)
@given(words())
def test_without_turns_words_stay_as_they_are(spoken):
    assert attribute(spoken, ()) == spoken


@settings(deadline=None)
@given(words(), turns(fewest=1), st.randoms())
def test_the_order_of_the_turns_does_not_matter(spoken, heard, random):
    shuffled = list(heard)
    random.shuffle(shuffled)
    assert attribute(spoken, shuffled) == attribute(spoken, heard)


@settings(deadline=None)
@given(MOMENTS, turns(fewest=1))
def test_a_lone_word_outside_all_turns_goes_to_the_nearest(start, heard):
    word = Word(start=start, end=start + 0.2, text="yes")
    middle = start + 0.1
    away = {
        turn.speaker: min(
            max(0.0, other.start - middle, middle - other.end)
            for other in heard
            if other.speaker == turn.speaker
        )
        for turn in heard
    }
    if min(away.values()) > 0.1:
        [attributed] = attribute([word], heard)
        assert away[attributed.speaker] == pytest.approx(min(away.values()))


def test_a_sentence_is_not_torn_for_one_stray_word():
    spoken = said("I was told the last person could not cope.")
    heard = [
        Turn(start=0.0, end=1.2, speaker="S1"),
        Turn(start=1.2, end=1.45, speaker="S2"),
        Turn(start=1.5, end=3.0, speaker="S1"),
    ]
    assert voices(attribute(spoken, heard)) == " ".join(["S1"] * 9)


def test_the_last_word_stays_with_its_sentence_when_a_turn_ends_early():
    spoken = [*said("What did you do?"), *said("Nothing at all.", start=1.2)]
    heard = [Turn(start=0.0, end=0.88, speaker="S1"), Turn(start=0.9, end=2.2, speaker="S2")]
    assert voices(attribute(spoken, heard)) == "S1 S1 S1 S1 S2 S2 S2"


def test_a_remark_inside_a_long_turn_goes_to_the_one_who_makes_it():
    spoken = [
        *said("It never settled down."),
        *said("Mm.", start=1.3),
        *said("And I left.", start=1.7),
    ]
    heard = [Turn(start=0.0, end=2.7, speaker="S1"), Turn(start=1.25, end=1.6, speaker="S2")]
    assert voices(attribute(spoken, heard)) == "S1 S1 S1 S1 S2 S1 S1 S1"


def test_a_word_in_overlapped_speech_goes_with_its_sentence():
    spoken = said("and the only thing that worked was mail.")
    heard = [Turn(start=0.0, end=2.4, speaker="S1"), Turn(start=1.0, end=4.0, speaker="S2")]
    assert voices(attribute(spoken, heard)) == " ".join(["S1"] * 8)


def test_a_real_change_of_voice_inside_a_sentence_is_kept():
    spoken = said("so what you are saying is you do not want any of it at all")
    heard = [Turn(start=0.0, end=1.75, speaker="S1"), Turn(start=1.75, end=5.0, speaker="S2")]
    assert voices(attribute(spoken, heard)) == " ".join(["S1"] * 6 + ["S2"] * 9)


def test_words_that_know_their_speaker_draw_their_neighbours_along():
    spoken = said("I do not know.")
    spoken[1] = replace(spoken[1], speaker="S2")
    spoken[3] = replace(spoken[3], speaker="S2")
    heard = [Turn(start=0.0, end=2.0, speaker="S1"), Turn(start=0.0, end=2.0, speaker="S2")]
    assert voices(attribute(spoken, heard)) == "S2 S2 S2 S2"
