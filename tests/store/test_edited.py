"""What a person puts right in what was said is replayed, and taken back exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Act, Analysis, Recording, Speaker, Turn, Utterance, Word
from analyser.store.claims import Claim, act_claim, by_machines, fold
from analyser.store.edited import words_of
from analyser.store.revoice import revoiced


def said(n, start, text, speaker="S1"):
    """An utterance of one second for each word, and its words."""
    texts = text.split()
    words = [
        Word(start=start + k, end=start + k + 0.75, text=one, confidence=0.5, speaker=speaker)
        for k, one in enumerate(texts)
    ]
    spoken = Utterance(n=n, start=start, end=words[-1].end, speaker=speaker, text=text)
    return spoken, words


def heard(*rows):
    """An analysis of what is said one after the other."""
    words = sorted((word for _, words in rows for word in words), key=lambda word: word.start)
    spoken = tuple(one for one, _ in rows)
    return Analysis(
        recording=Recording(id="x", name="x", duration=100.0),
        engines={},
        speakers=tuple(Speaker(id=f"S{n}", name=f"Voice {n}") for n in (1, 2, 3)),
        words=tuple(words),
        turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in spoken),
        utterances=spoken,
        acts=tuple(Act(utterance=u.n, act="other", confidence=0.5, by="m") for u in spoken),
    )


TALK = heard(
    said(0, 0.0, "What would help you?"),
    said(1, 5.0, "Well you should ring her.", "S2"),
    said(2, 11.0, "Or not. Who knows?", "S2"),
    said(3, 16.0, "Right."),
)


def claim(kind, n, **value):
    return Claim(kind=kind, subject=str(n), value=value, by="ann")


def times(analysis, n):
    """The words of an utterance with their times."""
    spoken = numbered(analysis, n)
    return [(word.text, word.start, word.end) for word in words_of(analysis.words, spoken)]


def numbered(analysis, n):
    return next(spoken for spoken in analysis.utterances if spoken.n == n)


def test_words_that_stay_keep_their_times_and_others_have_those_of_what_they_replace():
    now = revoiced(TALK, [claim("text", 1, text="Well, you could ring him.")])
    assert numbered(now, 1).text == "Well, you could ring him."
    assert numbered(now, 1).by == "ann"
    assert times(now, 1) == [
        ("Well,", 5.0, 5.75),
        ("you", 6.0, 6.75),
        ("could", 7.0, 7.75),
        ("ring", 8.0, 8.75),
        ("him.", 9.0, 9.75),
    ]
    own = [word for word in now.words if word.speaker == "S2"][:5]
    assert [word.confidence for word in own] == [0.5, 0.5, 1.0, 0.5, 1.0]
    assert now.turns == TALK.turns
    assert [u for u in now.utterances if u.n != 1] == [u for u in TALK.utterances if u.n != 1]


def test_more_or_fewer_words_share_the_time_of_what_they_replace():
    more = revoiced(TALK, [claim("text", 1, text="Well you really ought to ring her.")])
    assert times(more, 1)[1:6] == [
        ("you", 6.0, 6.75),
        ("really", 7.0, 7.25),
        ("ought", 7.25, 7.5),
        ("to", 7.5, 7.75),
        ("ring", 8.0, 8.75),
    ]
    fewer = revoiced(TALK, [claim("text", 1, text="You shall.")])
    assert times(fewer, 1) == [("You", 6.0, 6.75), ("shall.", 7.0, 9.75)]
    assert len(fewer.words) == len(TALK.words) - 3


def test_a_word_that_is_put_in_shares_the_time_of_its_neighbour():
    inside = revoiced(TALK, [claim("text", 1, text="Well you should not ring her.")])
    assert times(inside, 1)[2:4] == [("should", 7.0, 7.375), ("not", 7.375, 7.75)]
    first = revoiced(TALK, [claim("text", 1, text="Oh well you should ring her.")])
    assert times(first, 1)[:2] == [("Oh", 5.0, 5.375), ("well", 5.375, 5.75)]


def test_an_utterance_of_which_no_word_was_heard_has_its_words_shared_out():
    now = revoiced(replace(TALK, words=()), [claim("text", 3, text="Right you are.")])
    assert times(now, 3) == [("Right", 16.0, 16.25), ("you", 16.25, 16.5), ("are.", 16.5, 16.75)]
    assert [word.speaker for word in now.words] == ["S1"] * 3


def test_words_stay_inside_new_bounds():
    now = revoiced(TALK, [claim("bounds", 1, start=6.25, end=9.5)])
    spoken = numbered(now, 1)
    assert (spoken.start, spoken.end, spoken.by) == (6.25, 9.5, "ann")
    assert times(now, 1) == [
        ("Well", 6.25, 6.5),
        ("you", 6.5, 6.75),
        ("should", 7.0, 7.75),
        ("ring", 8.0, 8.75),
        ("her.", 9.0, 9.5),
    ]
    assert now.turns == TALK.turns


def test_an_utterance_moves_in_the_order_of_time():
    now = revoiced(TALK, [claim("bounds", 0, start=12.0, end=14.0)])
    assert [u.n for u in now.utterances] == [1, 2, 0, 3]
    assert [w.start for w in now.words] == sorted(w.start for w in now.words)


def test_a_split_utterance_is_two_of_which_the_second_has_a_number_of_its_own():
    now = revoiced(TALK, [claim("split", 2, word=2, new=9)])
    assert [(u.n, u.start, u.end, u.text, u.by) for u in now.utterances[2:4]] == [
        (2, 11.0, 12.75, "Or not.", "ann"),
        (9, 13.0, 14.75, "Who knows?", "ann"),
    ]
    assert now.words == TALK.words


def test_two_utterances_become_one_under_the_first_ones_number():
    now = revoiced(TALK, [claim("join", 1, second=2)])
    assert [u.n for u in now.utterances] == [0, 1, 3]
    assert numbered(now, 1).text == "Well you should ring her. Or not. Who knows?"
    assert (numbered(now, 1).start, numbered(now, 1).end) == (5.0, 14.75)
    split = revoiced(TALK, [claim("split", 1, word=2, new=4), claim("join", 1, second=4)])
    assert split == replace(
        TALK, utterances=tuple(replace(u, by="ann" * (u.n == 1)) for u in TALK.utterances)
    )


def test_what_was_never_said_goes_with_its_words():
    now = revoiced(TALK, [claim("remove", 2)])
    assert [u.n for u in now.utterances] == [0, 1, 3]
    assert [word.text for word in now.words if word.start > 10] == ["Right."]
    assert now.turns == TALK.turns


def test_claims_are_replayed_in_their_order_voices_among_them():
    moved = Claim(kind="move", subject="*", value={"to": "S3", "stretches": [[12.5, 15]]}, by="ann")
    now = revoiced(TALK, [claim("split", 2, word=2, new=9), moved])
    assert [(u.n, u.speaker) for u in now.utterances[2:4]] == [(2, "S2"), (9, "S3")]
    whole = revoiced(TALK, [moved, claim("split", 2, word=2, new=9)])
    assert [(u.n, u.speaker) for u in whole.utterances[2:4]] == [(2, "S3"), (9, "S3")]


def test_words_of_voices_that_became_one_stay_with_their_utterances():
    over = heard(said(0, 0.0, "I think so too"), said(1, 1.25, "Yes I do", "S2"))
    merged = Claim(kind="merge", subject="S2", value={"into": "S1"}, by="ann")
    now = revoiced(over, [merged, claim("text", 0, text="I think so, yes")])
    both = " ".join(spoken.text for spoken in now.utterances)
    assert Counter(word.text for word in now.words) == Counter(both.split())
    joined = revoiced(over, [merged, claim("join", 0, second=1), claim("text", 0, text="I")])
    assert [word.text for word in joined.words] == ["I"]


def test_a_change_of_an_utterance_that_is_no_more_is_passed_over():
    assert revoiced(TALK, [claim("text", 77, text="No.")]) == TALK
    assert revoiced(TALK, [claim("join", 1, second=77)]) == TALK


def labelled(analysis):
    return [act_claim(act, machine=True) for act in analysis.acts]


def label(n, act, *, machine=False):
    made = Act(utterance=n, act=act, confidence=1.0, by="m" if machine else "ann")
    return act_claim(made, machine=machine)


def acts(claims):
    return {act.utterance: (act.act, act.by) for act in fold(TALK, claims).acts}


def test_a_label_of_a_person_stands_whatever_becomes_of_the_words_and_times():
    claims = [*labelled(TALK), label(1, "process"), claim("text", 1, text="Now you.")]
    assert acts([*claims, label(1, "advice", machine=True)])[1] == ("process", "ann")


def test_what_was_split_or_joined_is_another_utterance_and_labelled_anew():
    before = [*labelled(TALK), label(2, "process")]
    split = [*before, claim("split", 2, word=2, new=9), label(2, "other", machine=True)]
    split.append(label(9, "advice", machine=True))
    assert (acts(split)[2], acts(split)[9]) == (("other", "m"), ("advice", "m"))
    assert acts([*split, label(2, "reflection")])[2] == ("reflection", "ann")
    joined = [*before, label(1, "process"), claim("join", 1, second=2)]
    assert acts([*joined, label(1, "advice", machine=True)])[1] == ("advice", "m")


@pytest.mark.parametrize(("act", "invited"), [("advice", True), ("other", None)])
def test_advice_is_invited_as_a_person_says(act, invited):
    claims = [*labelled(TALK), label(1, act), claim("invited", 1, invited=True)]
    found = {a.utterance: a.invited for a in fold(TALK, claims).acts}
    assert found == {0: None, 1: invited, 2: None, 3: None}
    back = fold(TALK, [*claims, claim("invited", 1, invited=None)])
    assert back.acts[1].invited is None


def test_what_a_machine_made_of_a_persons_words_is_not_what_it_heard():
    first = [replace(one, at="1") for one in labelled(TALK)]
    edit = [replace(claim("text", 1, text="Why?"), at="2")]
    edit.append(replace(label(1, "open_question", machine=True), at="2"))
    undo = Claim(kind="undo", subject="2", value={}, by="ann", at="3")
    assert fold(TALK, by_machines([*first, *edit])) == TALK
    assert fold(TALK, by_machines([*first, *edit, undo])) == TALK


numbers = st.integers(0, 50)
VOCABULARY = ("what", "would", "you", "she", "her", "-", "so", "so?", "Well,")
texts = st.lists(st.sampled_from(VOCABULARY), min_size=1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("text"), numbers, texts.map(" ".join)),
        st.tuples(st.just("bounds"), numbers, st.tuples(st.floats(0, 99), st.floats(0.5, 9))),
        st.tuples(st.sampled_from(["split", "join", "remove", "invited"]), numbers, numbers),
        st.tuples(st.sampled_from(["move", "merge", "act"]), numbers, numbers),
    ),
    max_size=12,
)


def next_change(analysis, step, new):
    """A change that can be made now, chosen by some numbers; ``None`` if there is none."""
    kind, place, value = step
    spoken = analysis.utterances[place % len(analysis.utterances)]
    words = len(spoken.text.split())
    own = [u for u in analysis.utterances if u.speaker == spoken.speaker]
    after = own[own.index(spoken) + 1 :]
    possible = {"split": words > 1, "join": bool(after), "remove": len(analysis.utterances) > 1}
    if not possible.get(kind, True):
        return None
    if kind == "act":
        return label(spoken.n, ("advice", "process")[value % 2])
    given = {
        "text": lambda: {"text": value},
        "bounds": lambda: {"start": value[0], "end": sum(value)},
        "split": lambda: {"word": 1 + value % (words - 1), "new": new},
        "join": lambda: {"second": after[0].n},
        "remove": dict,
        "invited": lambda: {"invited": (True, False, None)[value % 3]},
        "move": lambda: {"to": f"S{1 + value % 4}", "stretches": [[spoken.start, spoken.end]]},
        "merge": lambda: {"into": f"S{1 + value % 3}"},
    }[kind]()
    about = spoken.speaker if kind in {"move", "merge"} else str(spoken.n)
    return Claim(kind=kind, subject=about, value=given, by="ann")


def made(change, at):
    """The claims of one change, with the labels that a machine gives to what is new."""
    anew = {"split": [change.subject, change.value.get("new")], "join": [change.subject]}
    fresh = [label(int(n), "advice", machine=True) for n in anew.get(change.kind, [])]
    return [replace(one, at=at) for one in (change, *fresh)]


@settings(max_examples=150, deadline=None)
@given(steps)
def test_any_changes_leave_rows_in_order_and_each_is_taken_back_exactly(chosen):
    claims = [replace(one, at="0") for one in labelled(TALK)]
    states = [fold(TALK, claims)]
    assert states == [TALK]
    for n, step in enumerate(chosen):
        change = next_change(states[-1], step, new=10 + n)
        if change is not None:
            claims += made(change, at=f"1.{n:02}")
            states.append(fold(TALK, claims))
            check(states[-1])
    ats = sorted({one.at for one in claims if one.at != "0"}, reverse=True)
    for at, earlier in zip(ats, states[-2::-1], strict=True):
        claims.append(Claim(kind="undo", subject=at, value={}, by="ann", at=f"2.{at}"))
        assert fold(TALK, claims) == earlier


def check(analysis):
    """Rows are in order, acts go with utterances, and every text has its words."""
    order = [(u.start, u.n) for u in analysis.utterances]
    assert order == sorted(order)
    assert [act.utterance for act in analysis.acts] == [u.n for u in analysis.utterances]
    assert len({u.n for u in analysis.utterances}) == len(order)
    assert [w.start for w in analysis.words] == sorted(w.start for w in analysis.words)
    assert all(w.start <= w.end for w in analysis.words)
    assert all(u.start <= u.end for u in analysis.utterances)
    known = {speaker.id for speaker in analysis.speakers}
    assert {u.speaker for u in analysis.utterances} <= known
    for spoken in analysis.utterances:
        own = words_of(analysis.words, spoken)
        assert [word.text for word in own] == spoken.text.split()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("text"), numbers, texts.map(" ".join)),
            st.tuples(st.sampled_from(["split", "join", "remove"]), numbers, numbers),
        ),
        max_size=8,
    )
)
def test_every_word_of_every_text_is_among_the_words_once(chosen):
    now = TALK
    for n, step in enumerate(chosen):
        change = next_change(now, step, new=10 + n)
        now = revoiced(now, [change]) if change is not None else now
    told = Counter(text for spoken in now.utterances for text in spoken.text.split())
    assert Counter(word.text for word in now.words) == told
