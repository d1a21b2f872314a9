"""Words become utterances."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Word
from analyser.pipeline.segment import segment

TEXTS = st.sampled_from(
    ["yes", "no,", "well.", "Why?", "so", "Mr.", "…", "I", "and", "What", "3.5", "-", "um"]
)


@st.composite
def words(draw: st.DrawFn) -> tuple[Word, ...]:
    starts = sorted(draw(st.lists(st.floats(0, 60), max_size=40)))
    return tuple(
        Word(
            start=round(start, 3),
            end=round(start, 3) + draw(st.floats(0, 0.8)),
            text=draw(TEXTS),
            speaker=draw(st.sampled_from(["S1", "S2"])),
        )
        for start in starts
    )


def said(
    text: str, *, speaker: str | None = "S1", start: float = 0.0, pace: float = 0.3
) -> list[Word]:
    """Words every ``pace`` seconds; ``|`` is a pause of half a second, ``||`` of one and a half."""
    spoken: list[Word] = []
    for token in text.split():
        if set(token) == {"|"}:
            start += {1: 0.5, 2: 1.5}[len(token)]
        else:
            spoken.append(
                Word(start=round(start, 3), end=round(start + pace, 3), text=token, speaker=speaker)
            )
            start += pace
    return spoken


def texts(*strands: list[Word]) -> list[str]:
    spoken = sorted((word for strand in strands for word in strand), key=lambda word: word.start)
    return [utterance.text for utterance in segment(spoken)]


@settings(deadline=None)
@given(words())
def test_no_word_is_lost_or_moved_to_another_speaker(spoken):
    utterances = segment(spoken)
    for speaker in ("S1", "S2"):
        own = " ".join(word.text for word in spoken if word.speaker == speaker)
        assert " ".join(u.text for u in utterances if u.speaker == speaker) == own


@settings(deadline=None)
@given(words())
def test_utterances_are_numbered_from_0_in_order_of_time_and_cover_their_words(spoken):
    utterances = segment(spoken)
    assert [u.n for u in utterances] == list(range(len(utterances)))
    starts = [u.start for u in utterances]
    assert starts == sorted(starts)
    assert {u.start for u in utterances} <= {word.start for word in spoken}
    assert {u.end for u in utterances} <= {word.end for word in spoken}
    assert all(u.start <= u.end for u in utterances)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did you do? And why?", ["What did you do?", "And why?"]),
        ("I rang Mr. Okafor on Monday.", ["I rang Mr. Okafor on Monday."]),
        ("It was 3.5 days, e.g. Monday.", ["It was 3.5 days, e.g. Monday."]),
        ("At 5 p.m. we left. Then home.", ["At 5 p.m. we left.", "Then home."]),
        ("I left at 5 p.m. Then we ate.", ["I left at 5 p.m.", "Then we ate."]),
        ("Well... it is hard.", ["Well... it is hard."]),
        ("I thought... What do you think?", ["I thought...", "What do you think?"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("No. No! Why?", ["No.", "No!", "Why?"]),
        ("J. Smith came. So did I. We ate.", ["J. Smith came.", "So did I.", "We ate."]),
    ],
)
def test_utterances_end_with_the_sentence(text, expected):
    assert texts(said(text)) == expected


def test_a_long_pause_ends_an_utterance_and_a_hesitation_does_not():
    assert texts(said("I went home early || nobody said a word")) == [
        "I went home early",
        "nobody said a word",
    ]
    assert texts(said("I went to the || station.")) == ["I went to the station."]


def test_a_lost_full_stop_before_a_capital_is_found():
    assert texts(said("we are ready to begin Right, my name is Adam.")) == [
        "we are ready to begin",
        "Right, my name is Adam.",
    ]


def test_a_capital_inside_a_sentence_does_not_end_it():
    assert texts(said("then I met Will at the Monday group.")) == [
        "then I met Will at the Monday group."
    ]


def test_without_marks_pauses_and_openings_part_utterances():
    assert texts(said("i told him on monday | what did he say to that | and how did you feel")) == [
        "i told him on monday",
        "what did he say to that",
        "and how did you feel",
    ]


def test_without_marks_a_pause_after_a_leaning_word_holds():
    assert texts(said("we could go to the | office and ask them")) == [
        "we could go to the office and ask them"
    ]


def test_a_short_remark_does_not_tear_a_sentence_in_two():
    assert texts(
        said("So I went to see my boss, and he just nodded.", pace=0.4),
        said("Mm.", speaker="S2", start=2.5),
    ) == ["So I went to see my boss, and he just nodded.", "Mm."]


def test_an_interruption_that_silences_the_speaker_ends_the_utterance():
    first = said("I was going to")
    other = said("Hang on, let us hear from Priya first.", speaker="S2", start=1.3)
    assert texts(first, other, said("say the same.", start=5.0)) == [
        "I was going to",
        "Hang on, let us hear from Priya first.",
        "say the same.",
    ]


def test_words_without_a_speaker_are_one_voice():
    [utterance] = segment(said("Nobody knows.", speaker=None))
    assert utterance.speaker == "S1"


def test_no_words_are_no_utterances():
    assert segment(()) == ()
