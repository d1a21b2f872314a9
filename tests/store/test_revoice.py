"""Merges and moves are replayed over words, turns and utterances."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Turn
from analyser.store.claims import Claim
from analyser.store.revoice import ANYBODY, revoiced


def merge(gone, kept):
    return Claim(kind="merge", subject=gone, value={"into": kept}, by="me")


def move(taker, *stretches, giver=ANYBODY):
    value = {"to": taker, "stretches": [list(span) for span in stretches]}
    return Claim(kind="move", subject=giver, value=value, by="me")


def turn(start, end, speaker):
    return Turn(start=start, end=end, speaker=speaker)


def speakers_of(rows):
    return [row.speaker for row in rows]


def test_without_changes_nothing_is_touched(analysis):
    assert revoiced(analysis, []) is analysis


def test_a_merged_voice_lives_on_in_the_other(analysis):
    now = revoiced(analysis, [merge("S3", "S1")])
    assert [speaker.id for speaker in now.speakers] == ["S1", "S2"]
    assert speakers_of(now.turns) == ["S1", "S2", "S1"]
    assert speakers_of(now.words) == ["S1", "S2", "S1", None]
    assert speakers_of(now.utterances) == ["S1", "S2", "S1"]
    assert now.acts == analysis.acts


def test_turns_of_one_voice_that_overlap_after_a_merge_become_one(analysis):
    turns = (turn(0, 5, "S1"), turn(4, 6, "S2"), turn(4.5, 7, "S3"), turn(7.5, 8, "S1"))
    now = revoiced(replace(analysis, turns=turns), [merge("S3", "S1")])
    assert now.turns == (turn(0, 7, "S1"), turn(4, 6, "S2"), turn(7.5, 8, "S1"))


def test_merges_follow_one_another(analysis):
    chained = revoiced(analysis, [merge("S3", "S2"), merge("S2", "S1")])
    assert set(speakers_of(chained.turns)) == {"S1"}
    back = revoiced(analysis, [merge("S2", "S1"), merge("S1", "S2")])
    assert speakers_of(back.utterances) == ["S1", "S1", "S3"]


def test_a_stretch_is_given_to_another_voice(analysis):
    now = revoiced(analysis, [move("S1", (4.0, 8.0))])
    assert speakers_of(now.utterances) == ["S1", "S1", "S3"]
    assert speakers_of(now.words) == ["S1", "S1", "S3", None]
    assert speakers_of(now.turns) == ["S1", "S1", "S3"]
    assert [speaker.id for speaker in now.speakers] == ["S1", "S3"]


def test_a_turn_is_cut_where_the_stretch_begins_and_ends(analysis):
    now = revoiced(replace(analysis, turns=(turn(0, 10, "S1"),)), [move("S2", (3.0, 4.0))])
    assert now.turns == (turn(0, 3, "S1"), turn(3, 4, "S2"), turn(4, 10, "S1"))


def test_only_the_giver_gives(analysis):
    turns = (turn(0, 10, "S1"), turn(2, 6, "S2"))
    now = revoiced(replace(analysis, turns=turns), [move("S3", (3.0, 4.0), giver="S2")])
    assert now.turns == (
        turn(0, 10, "S1"),
        turn(2, 3, "S2"),
        turn(3, 4, "S3"),
        turn(4, 6, "S2"),
    )


def test_an_utterance_goes_with_its_larger_part_and_a_word_with_its_middle(analysis):
    little, most = (
        revoiced(analysis, [move("S1", (4, 5))]),
        revoiced(analysis, [move("S1", (4, 7))]),
    )
    assert [little.utterances[1].speaker, most.utterances[1].speaker] == ["S2", "S1"]
    assert [little.words[1].speaker, most.words[1].speaker] == ["S2", "S1"]


def test_a_voice_not_heard_of_is_a_new_one(analysis):
    now = revoiced(analysis, [move("S4", (8.0, 10.0), giver="S3")])
    assert now.speakers[-1].id == "S4"
    assert now.speakers[-1].name == "Voice 4"
    assert now.utterances[2].speaker == "S4"
    assert speakers_of(now.turns)[-2:] == ["S4", "S3"]


def test_a_merge_after_a_move_takes_what_was_moved_along(analysis):
    now = revoiced(analysis, [move("S2", (0.0, 4.0)), merge("S2", "S3")])
    assert set(speakers_of(now.utterances)) == {"S3"}


def test_a_move_to_a_voice_that_was_merged_goes_to_what_it_is_part_of(analysis):
    now = revoiced(analysis, [merge("S2", "S3"), move("S2", (0.0, 4.0))])
    assert set(speakers_of(now.utterances)) == {"S3"}


voices = st.sampled_from(["S1", "S2", "S3", "S4"])
spans = st.tuples(st.integers(0, 11), st.integers(1, 6)).map(lambda s: (s[0], s[0] + s[1]))
changes = st.one_of(
    st.builds(merge, voices, voices),
    st.builds(lambda to, span, giver: move(to, span, giver=giver), voices, spans, voices),
    st.builds(move, voices, spans),
)


@settings(max_examples=200)
@given(
    st.lists(changes, max_size=8),
    st.lists(st.tuples(voices, st.integers(0, 10), st.integers(1, 5)), min_size=1, max_size=6),
)
def test_whatever_is_changed_no_speech_is_lost_and_every_row_has_a_known_voice(made, heard):
    turns = tuple(turn(start, start + length, voice) for voice, start, length in heard)
    analysis = an_analysis(turns)
    now = revoiced(analysis, made)
    known = {speaker.id for speaker in now.speakers}
    assert set(speakers_of(now.turns)) | set(speakers_of(now.utterances)) <= known
    assert [u.n for u in now.utterances] == [u.n for u in analysis.utterances]
    spoken = {n for t in turns for n in range(t.start, t.end)}
    assert {n for t in now.turns for n in range(int(t.start), int(t.end))} == spoken
    assert len(now.words) == len(analysis.words)


def an_analysis(turns):
    from analyser.domain import Analysis, Recording, Speaker, Utterance, Word

    return Analysis(
        recording=Recording(id="x", name="x", duration=20.0),
        engines={},
        speakers=tuple(Speaker(id=f"S{n}", name=f"Voice {n}") for n in range(1, 5)),
        words=tuple(Word(start=t.start, end=t.end, text="so", speaker=t.speaker) for t in turns),
        turns=turns,
        utterances=tuple(
            Utterance(n=n, start=t.start, end=t.end, speaker=t.speaker, text="so")
            for n, t in enumerate(sorted(turns, key=lambda t: t.start))
        ),
        acts=(),
    )


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_moved_and_moved_back_is_as_it_was(analysis, times):
    there_and_back = [move("S1", (5.0, 7.0), giver="S2"), move("S2", (5.0, 7.0), giver="S1")]
    now = revoiced(analysis, there_and_back * times)
    assert now.utterances[1] == replace(analysis.utterances[1], by="me")
    assert replace(now, utterances=analysis.utterances) == analysis
