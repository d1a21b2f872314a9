"""Rounds and stages are marked, changed, removed, proposed and accepted, in a real store."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from analyser import workflow
from analyser.domain import Mark
from analyser.errors import InputError, ModelError, StoreError
from analyser.pipeline.classify import classifier
from analyser.store import ME, Store
from analyser.store.claims import Claim, fold
from analyser.workflow.changes import as_cast
from analyser.workflow.marks import _free_part, _with_room
from tests.measures.made import session as made

WORDS = (
    ("F", "process", "Right, is everybody here, then let's begin."),
    ("A", "other", "I am tired, it was a long week."),
    ("B", "other", "Fine, thanks, glad to be here."),
    ("F", "process", "Ana, the floor is yours."),
    (
        "A",
        "other",
        "So it's about my team, and we have been short of people since summer.",
    ),
    (
        "A",
        "other",
        "Nobody answers, and I do it all myself, every evening, until it is dark.",
    ),
    (
        "A",
        "other",
        "That is what I bring, and I do not know where to start with it, really.",
    ),
    ("F", "process", "Thank you, so questions please, one at a time."),
    ("B", "open", "What happens in the evening?"),
    ("A", "other", "I sit there, and I answer them all, one by one, until the bus has gone."),
    ("C", "closed", "Is it every evening?"),
    ("A", "other", "Nearly, not on a Friday."),
    ("B", "open", "What would you miss?"),
    ("A", "other", "The quiet, I think."),
    ("C", "open", "How did it begin?"),
    ("A", "other", "With one of them, who was ill, and then it stayed like that for good."),
    ("F", "process", "Let's give back what we've heard, one sentence each."),
    ("B", "reflection", "You like the quiet."),
    ("C", "reflection", "You carry it alone."),
    ("F", "open", "So what are you going to do?"),
    ("A", "other", "I'll ask Tom for the Mondays."),
    ("C", "closed", "By when?"),
    ("A", "other", "By Friday."),
    ("F", "process", "Last five minutes, how did we do as a set?"),
    ("B", "other", "I liked the silences."),
)


def talk():
    rows = [(n * 10.0, n * 10.0 + 6, *said) for n, said in enumerate(WORDS)]
    roles = {"F": "facilitator", "A": "presenter", "B": "member", "C": "member"}
    return made(*rows, roles=roles, duration=300.0)


@pytest.fixture
def scope(settings):
    return Store.open(settings).visible_to(ME)


@pytest.fixture
def session(scope):
    return scope.save(talk(), name="Monday").id


@pytest.fixture
def marks(session, settings):
    """Kind, stage or presenter, start and end of each mark as they stand."""

    def now():
        found = workflow.load(session, settings=settings).marks
        return [(m.stage or m.presenter or m.kind, m.start, m.end) for m in found]

    return now


def test_a_round_and_its_stages_are_marked_in_order_of_time(session, settings, marks):
    later = workflow.mark(
        session, kind="stage", stage="questions", start=100, end=160.0004, settings=settings
    )
    workflow.mark(session, kind="stage", stage="presenting", start=40, end=100, settings=settings)
    workflow.mark(session, kind="round", presenter="A", start=40, end=250, settings=settings)
    assert marks() == [("A", 40, 250), ("presenting", 40, 100), ("questions", 100, 160)]
    found = workflow.load(session, settings=settings).marks
    assert [(m.id, m.by, m.proposed) for m in found if m.stage == "questions"] == [
        (later, ME, False)
    ]


def test_what_is_drawn_stands_and_what_lies_under_it_gives_way(session, settings, marks):
    for stage, start, end in (("presenting", 0, 100), ("questions", 100, 200)):
        workflow.mark(session, kind="stage", stage=stage, start=start, end=end, settings=settings)
    workflow.mark(session, kind="stage", stage="reflection", start=90, end=120, settings=settings)
    assert marks() == [("presenting", 0, 90), ("reflection", 90, 120), ("questions", 120, 200)]
    workflow.undo(session, settings=settings)
    assert marks() == [("presenting", 0, 100), ("questions", 100, 200)]


def test_a_break_in_the_midst_of_a_stage_leaves_both_of_its_parts(session, settings, marks):
    workflow.mark(session, kind="stage", stage="questions", start=0, end=200, settings=settings)
    workflow.mark(session, kind="stage", stage="break", start=80, end=100, settings=settings)
    assert marks() == [("questions", 0, 80), ("break", 80, 100), ("questions", 100, 200)]
    ids = [m.id for m in workflow.load(session, settings=settings).marks]
    assert len(set(ids)) == 3


def test_a_mark_that_would_be_covered_wholly_is_not_removed_by_the_way(session, settings, marks):
    workflow.mark(session, kind="stage", stage="questions", start=50, end=60, settings=settings)
    with pytest.raises(InputError, match=r"It would cover 'Questions' \(50 s to 1 min\) wholly"):
        workflow.mark(session, kind="stage", stage="review", start=0, end=99, settings=settings)
    assert marks() == [("questions", 50, 60)]


def test_rounds_and_stages_do_not_touch_one_another(session, settings, marks):
    workflow.mark(session, kind="round", start=0, end=200, settings=settings)
    workflow.mark(session, kind="stage", stage="questions", start=0, end=200, settings=settings)
    assert marks() == [("questions", 0, 200), ("round", 0, 200)] or marks() == [
        ("round", 0, 200),
        ("questions", 0, 200),
    ]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"kind": "stage", "start": 0, "end": 9}, "no stage ''"),
        ({"kind": "stage", "stage": "lunch", "start": 0, "end": 9}, "no stage 'lunch'"),
        ({"kind": "part", "start": 0, "end": 9}, "no kind of mark 'part'"),
        ({"kind": "round", "stage": "review", "start": 0, "end": 9}, "A round has no stage"),
        ({"kind": "round", "presenter": "Z", "start": 0, "end": 9}, "no voice 'Z'"),
        (
            {"kind": "stage", "stage": "review", "presenter": "A", "start": 0, "end": 9},
            "Only a round has a presenter",
        ),
        ({"kind": "round", "start": 9, "end": 9}, "no stretch"),
        ({"kind": "round", "start": 400, "end": 500}, "no stretch"),
        ({"kind": "round", "start": 9, "end": 9.5}, "shorter than a second"),
    ],
)
def test_what_cannot_be_a_mark_is_refused_in_words(session, settings, marks, what, message):
    with pytest.raises(InputError, match=message):
        workflow.mark(session, **what, settings=settings)
    assert marks() == []


def test_what_reaches_out_of_the_recording_is_cut(session, settings, marks):
    workflow.mark(session, kind="round", start=-5, end=9999, settings=settings)
    assert marks() == [("round", 0, 300)]


def test_a_mark_is_changed_and_its_neighbour_gives_way(session, settings, marks):
    one = workflow.mark(
        session, kind="stage", stage="questions", start=0, end=99, settings=settings
    )
    workflow.mark(session, kind="stage", stage="review", start=99, end=150, settings=settings)
    workflow.change_mark(session, one, end=120, stage="reflection", settings=settings)
    assert marks() == [("reflection", 0, 120), ("review", 120, 150)]
    workflow.change_mark(session, one, end=120, settings=settings)
    workflow.undo(session, settings=settings)
    assert marks() == [("questions", 0, 99), ("review", 99, 150)]
    with pytest.raises(InputError, match="no round or stage 'nothing'"):
        workflow.change_mark(session, "nothing", end=120, settings=settings)


def test_a_presenter_is_said_and_taken_back(session, settings, marks):
    one = workflow.mark(session, kind="round", start=0, end=99, settings=settings)
    workflow.change_mark(session, one, presenter="B", settings=settings)
    assert marks() == [("B", 0, 99)]
    workflow.change_mark(session, one, presenter="", settings=settings)
    assert marks() == [("round", 0, 99)]


def acts_if(analysis, settings, **roles):
    """What the classifier says where the voices have these roles throughout."""
    return classifier(settings).classify(analysis.utterances, roles)


def test_who_presents_in_a_round_has_it_labelled_again_and_undo_is_exact(session, settings):
    workflow.relabel(session, settings=settings)
    workflow.correct(session, 20, act="process", settings=settings)
    before = workflow.load(session, settings=settings)
    one = workflow.mark(session, kind="round", presenter="B", start=0, end=300, settings=settings)
    after = workflow.load(session, settings=settings)
    as_b = acts_if(after, settings, F="facilitator", A="member", B="presenter", C="member")
    assert [act for act in after.acts if act.utterance != 20] == [
        act for act in as_b if act.utterance != 20
    ]
    assert after.acts[20] == before.acts[20]
    assert workflow.last_change(session, settings=settings) == "a round or a stage"
    workflow.change_mark(session, one, presenter="A", settings=settings)
    assert workflow.load(session, settings=settings).acts == before.acts
    for _time in range(2):
        workflow.undo(session, settings=settings)
    assert workflow.load(session, settings=settings) == before


def test_a_round_casts_those_alone_who_speak_in_it(session, settings):
    workflow.mark(session, kind="round", presenter="B", start=95, end=165, settings=settings)
    talk = as_cast(workflow.load(session, settings=settings))
    other = {spoken.n: spoken.speaker for spoken in talk.utterances if " " in spoken.speaker}
    assert other == {n: {"A": "A (member)", "B": "B (presenter)"}[WORDS[n][0]] for n in other}
    assert set(other) == {n for n in range(10, 17) if WORDS[n][0] in "AB"}
    assert talk.roles["A (member)"] == "member"
    assert talk.roles["B (presenter)"] == "presenter"


def test_what_says_nothing_of_who_presents_asks_no_classifier(session, settings, marks):
    without = settings.model_copy(update={"classifier": "nobody"})
    workflow.mark(session, kind="stage", stage="review", start=0, end=99, settings=without)
    workflow.mark(session, kind="round", presenter="A", start=0, end=300, settings=without)
    assert len(marks()) == 2
    with pytest.raises(ModelError, match="no classifier called 'nobody'"):
        workflow.mark(session, kind="round", presenter="B", start=9, end=99, settings=without)
    assert len(marks()) == 2


def test_a_mark_is_removed_and_undo_brings_it_back(session, settings, marks):
    one = workflow.mark(session, kind="round", start=0, end=99, settings=settings)
    workflow.unmark(session, one, settings=settings)
    assert marks() == []
    assert workflow.last_change(session, settings=settings) == "a round or a stage"
    workflow.undo(session, settings=settings)
    assert marks() == [("round", 0, 99)]
    with pytest.raises(InputError, match="no round or stage"):
        workflow.unmark(session, "nothing", settings=settings)


def test_a_presenter_whose_voice_is_merged_is_the_voice_that_is_left(session, settings, marks):
    workflow.mark(session, kind="round", presenter="B", start=0, end=99, settings=settings)
    claim = Claim(kind="merge", subject="B", value={"into": "C"}, by=ME)
    Store.open(settings).visible_to(ME).claim(session, [claim])
    assert marks() == [("C", 0, 99)]


def test_the_talk_proposes_stages_and_a_round_with_its_presenter(session, settings, marks):
    found = workflow.proposals(session, settings=settings)
    assert all(mark.proposed and not mark.by for mark in found)
    assert [(m.stage, m.start) for m in found if m.kind == "stage"] == [
        ("check_in", 0),
        ("presenting", 30),
        ("questions", 70),
        ("reflection", 160),
        ("actions", 190),
        ("review", 230),
    ]
    assert [(m.presenter, m.start, m.end) for m in found if m.kind == "round"] == [("A", 30, 230)]
    assert marks() == []


def test_an_accepted_proposal_is_a_persons_mark_and_is_not_proposed_again(session, settings, marks):
    every = workflow.proposals(session, settings=settings)
    wanted = [mark.id for mark in every if mark.stage in {"questions", "reflection"}]
    workflow.accept(session, wanted, settings=settings)
    assert marks() == [("questions", 70, 160), ("reflection", 160, 190)]
    by = {(m.id, m.by, m.proposed) for m in workflow.load(session, settings=settings).marks}
    assert by == {(mark_id, ME, False) for mark_id in wanted}
    left = workflow.proposals(session, settings=settings)
    assert {m.id for m in left} == {m.id for m in every} - set(wanted)
    workflow.undo(session, settings=settings)
    assert workflow.proposals(session, settings=settings) == every
    with pytest.raises(InputError, match="no round or stage 'questions-999'"):
        workflow.accept(session, ["questions-999"], settings=settings)


def test_a_proposal_that_is_turned_down_is_not_made_again(session, settings):
    first = workflow.proposals(session, settings=settings)[0]
    workflow.unmark(session, first.id, settings=settings)
    assert first.id not in {m.id for m in workflow.proposals(session, settings=settings)}


def test_a_proposal_keeps_what_is_free_of_marks(session, settings):
    workflow.mark(session, kind="stage", stage="questions", start=60, end=165, settings=settings)
    left = {m.stage: (m.start, m.end) for m in workflow.proposals(session, settings=settings)}
    assert left["presenting"] == (30, 60)
    assert left["reflection"] == (165, 190)
    assert "questions" not in left


def test_of_a_session_that_is_not_there_nothing_is_marked(settings):
    with pytest.raises(StoreError, match="no session"):
        workflow.mark("none", kind="round", start=0, end=9, settings=settings)


spans = st.tuples(st.integers(0, 290), st.integers(2, 100)).map(lambda s: (s[0], s[0] + s[1]))


def drawn(n, span):
    return Mark(id=str(n), start=float(span[0]), end=float(span[1]), kind="round")


def apart(marks):
    ordered = sorted(marks, key=lambda mark: mark.start)
    return all(a.end <= b.start for a, b in pairwise(ordered))


@rules(max_examples=80, deadline=None)
@given(st.lists(spans, max_size=8))
def test_whatever_is_drawn_rounds_never_overlap(drawings):
    analysis, claims = made(duration=400.0), []
    for n, span in enumerate(drawings):
        try:
            changed = _with_room(fold(analysis, claims), drawn(n, span))
        except InputError:
            continue
        claims += [
            Claim(
                kind="mark",
                subject=m.id,
                value={"kind": m.kind, "start": m.start, "end": m.end},
                by=ME,
            )
            for m in changed
        ]
        now = fold(analysis, claims).marks
        assert apart(now)
        assert any((m.start, m.end) == (span[0], span[1]) for m in now)


@rules(max_examples=80, deadline=None)
@given(spans, st.lists(spans, max_size=4))
def test_what_is_left_of_a_proposal_lies_under_no_mark(proposed, others):
    marks = [drawn(n, span) for n, span in enumerate(others)]
    left = _free_part(drawn("p", proposed), marks)
    if left is not None:
        assert proposed[0] <= left.start < left.end <= proposed[1]
        assert all(left.end <= m.start or m.end <= left.start for m in marks)
