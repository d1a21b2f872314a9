"""Rounds and stages: every figure of each, and roles that change from round to round."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Mark, Stretch
from analyser.measures import curve, drift, first_sentence, measure, part, please_look, warnings
from tests.measures.made import found, marked, session, sessions, value
from tests.measures.test_properties import figures, longer, moved, same

ROLES = {"F": "facilitator", "P": "presenter", "Q": "member", "M": "member"}

TWO_ROUNDS = marked(
    session(
        (0, 10, "F", "process"),
        (10, 40, "P", "other"),
        (40, 44, "M", "open"),
        (44, 50, "P", "other"),
        (50, 56, "Q", "advice"),
        (60, 70, "F", "process"),
        (70, 100, "Q", "other"),
        (100, 104, "P", "advice"),
        (104, 108, "M", "closed"),
        (108, 116, "Q", "open"),
        roles=ROLES,
        duration=120,
    ),
    (5, 60, "round", "P"),
    (60, 120, "round", "Q"),
    (5, 40, "presenting"),
    (40, 60, "questions"),
    (60, 100, "presenting"),
    (100, 120, "questions"),
)
FIRST, SECOND = (m for m in TWO_ROUNDS.marks if m.kind == "round")


def stages(analysis, stage):
    return [mark for mark in analysis.marks if mark.stage == stage]


def test_the_presenter_of_a_round_presents_in_it_and_is_a_member_in_the_next():
    first, second = measure(TWO_ROUNDS, within=FIRST), measure(TWO_ROUNDS, within=SECOND)
    assert value(first, "airtime", "role:presenter") == 36
    assert value(second, "airtime", "role:presenter") == 38
    assert value(first, "advice", "role:member") == 1
    assert value(second, "advice", "role:member") == 1
    assert value(first, "contributions") == 2
    assert value(second, "contributions") == 2, "the open question is the presenter's own"


def test_whole_session_figures_use_the_role_at_the_time():
    whole = measure(TWO_ROUNDS)
    assert value(whole, "contributions") == 4
    assert value(whole, "airtime", "role:presenter") == 36 + 38
    assert value(whole, "airtime", "role:member") == 4 + 6 + 4 + 4
    assert value(whole, "advice", "role:member") == 2
    assert value(whole, "open_questions", "role:presenter") == 1
    assert value(whole, "airtime", "P") == 40, "a voice's own figure asks for no role"


def test_without_a_presenter_the_named_roles_hold():
    unknown = marked(TWO_ROUNDS, (60, 120, "round", None))
    assert value(measure(unknown), "airtime", "role:presenter") == 40


def test_a_stage_is_read_by_itself():
    questions = stages(TWO_ROUNDS, "questions")
    first, second = (measure(TWO_ROUNDS, within=mark) for mark in questions)
    assert value(first, "open_questions") == 1
    assert value(first, "open_questions_per_10_min") == 1 * 600 / 20
    assert value(first, "silence") == 4
    assert value(second, "first_advice_at") == 0, "from the start of the stage"
    assert found(second, "first_advice_at").evidence == (Stretch(start=100, end=104, utterance=7),)


def test_a_part_keeps_the_times_of_the_recording():
    looked_at = part(TWO_ROUNDS, SECOND)
    assert looked_at.part == Stretch(start=60, end=120)
    assert [u.n for u in looked_at.utterances] == [5, 6, 7, 8, 9]
    assert [a.utterance for a in looked_at.acts] == [5, 6, 7, 8, 9]
    assert [(m.kind, m.start, m.end) for m in looked_at.marks] == [
        ("round", 60, 120),
        ("stage", 60, 100),
        ("stage", 100, 120),
    ]
    assert first_sentence(looked_at, measure(looked_at)).startswith("In 1 minute four people spoke")


def test_turns_are_cut_and_utterances_go_with_their_middle():
    across = session((0, 30, "A", "open"), (30, 32, "B", "other"), duration=40)
    early = Mark(id="e", start=0, end=14, kind="stage", stage="review")
    late = Mark(id="l", start=14, end=40, kind="stage", stage="review")
    first, second = measure(across, within=early), measure(across, within=late)
    assert (value(first, "airtime", "A"), value(second, "airtime", "A")) == (14, 16)
    assert (value(first, "open_questions"), value(second, "open_questions")) == (0, 1)


def test_evenness_counts_the_talk_for_each_minute_as_a_member():
    whole = measure(
        marked(
            session(
                (0, 10, "A", "other"),
                (10, 20, "B", "open"),
                (60, 80, "B", "other"),
                (80, 90, "A", "open"),
                (90, 110, "C", "open"),
                roles=dict.fromkeys("ABC", "member"),
                duration=120,
            ),
            (0, 60, "round", "A"),
            (60, 120, "round", "B"),
        )
    )
    assert value(whole, "evenness", "role:member") == pytest.approx(1.0)
    assert found(whole, "evenness", "role:member").note == "3 members"


def test_one_who_is_hardly_ever_a_member_does_not_count_as_one():
    analysis = session(
        (0, 5, "A", "other"), (5, 50, "P", "other"), (50, 75, "A", "open"), (75, 100, "B", "open"),
        roles={"P": "member", "A": "member", "B": "member"}, duration=100,
    )  # fmt: skip
    whole = measure(marked(analysis, (2, 100, "round", "P")))
    assert value(whole, "evenness", "role:member") == pytest.approx(1.0, abs=0.01)
    assert value(whole, "quiet_voices") == 0


TALK = {"a": "advice", "q": "open", "o": "other"}


def drifting(*rounds, every=30.0):
    """Rounds of contributions, each with a minute of presenting before it."""
    rows, marks, start = [], [], 0.0
    for acts in rounds:
        begin, start = start, start + 60.0
        rows.append((begin + 1, begin + 50, "P", "other"))
        marks.append((start, start + every * len(acts), "questions"))
        for act in acts:
            rows.append((start, start + 2, "M", TALK[act]))
            start += every
        marks.append((begin, start, "round", "P"))
    return marked(session(*rows, roles={"P": "presenter", "M": "member"}, duration=start), *marks)


def test_creep_is_looked_for_within_rounds():
    between = drifting("q" * 20 + "aq", "aqaaaqaaaqaaqaaaqaqaa", "a" * 6 + "qaa")
    assert drift(between).rounds == 3
    assert drift(between).verdict != "creeping", "one round is fuller of advice than another"
    without = replace(between, marks=())
    assert drift(without).verdict == "creeping"
    within = drifting("qqqqqqqaqaaaa", "qqqqqqaqqaaaaa")
    assert drift(within).verdict == "creeping"


def test_one_round_has_the_drift_of_its_own_questions_alone():
    acts = "qqqqqqqqaqaaaqaaa"
    alone = session(
        *[(n * 30.0, n * 30.0 + 2, "M", TALK[act]) for n, act in enumerate(acts)],
        duration=30.0 * len(acts),
    )
    both = drifting(acts, "q" * 30)
    one = next(mark for mark in both.marks if mark.kind == "round")
    here, there = drift(part(both, one)), drift(alone)
    assert here.marked
    assert here.odds_ratio == pytest.approx(there.odds_ratio, rel=1e-3)
    assert (here.first, here.last) == (there.first, there.last)


def test_what_lies_outside_of_questions_and_reflection_does_not_creep():
    analysis = drifting("qqqqqqqqqqqqq")
    late = [(500 + 5 * n, 502 + 5 * n, "M", "advice") for n in range(20)]
    rows = [(u.start, u.end, u.speaker, a.act) for u, a in pairs(analysis)]
    more = marked(
        session(*rows, *late, roles={"P": "presenter", "M": "member"}, duration=700),
        (60, 480, "questions"),
        (480, 700, "actions"),
    )
    assert drift(more).advice == 0
    assert value(measure(more), "advice") == 20
    assert all(point.advice == 0 for point in curve(more))
    note = found(measure(more), "advice_creep_verdict").note
    assert note.endswith("in the questions and reflection")


def test_the_first_answer_says_what_it_looked_at():
    analysis = drifting("qqqqqqqaqaaaa", "qqqqqqaqqaaaaa")
    answer = first_sentence(analysis, measure(analysis))
    assert answer.endswith(" in the last, in the questions and reflection of two rounds.")
    without = replace(analysis, marks=())
    assert "reflection" not in first_sentence(without, measure(without))


def pairs(analysis):
    return zip(analysis.utterances, analysis.acts, strict=True)


def test_thirds_are_of_the_time_that_is_looked_at():
    analysis = marked(
        session(
            *[(n * 10.0, n * 10.0 + 2, "M", "advice" if n % 2 else "open") for n in range(60)],
            duration=600,
        ),
        (100, 200, "questions"),
        (200, 300, "presenting"),
        (300, 350, "reflection"),
    )
    assert (drift(analysis).first, drift(analysis).last) == ((2, 5), (2, 5))
    assert drift(analysis).contributions == 15


def test_advice_in_a_stage_of_resources_is_invited():
    analysis = marked(
        session(
            (0, 5, "M", "advice"), (20, 25, "M", "advice"), roles={"P": "presenter"}, duration=40
        ),
        (10, 40, "resources"),
    )
    assert value(measure(analysis), "invited_advice") == 1


def test_what_a_person_said_about_advice_stands():
    analysis = session(
        (0, 5, "P", "open", "What would you do?"), (6, 9, "M", "advice"), (300, 305, "M", "advice"),
        roles={"P": "presenter"}, duration=400,
    )  # fmt: skip
    assert found(measure(analysis), "invited_advice").evidence[0].utterance == 1
    acts = (
        analysis.acts[0],
        replace(analysis.acts[1], invited=False),
        replace(analysis.acts[2], invited=True),
    )
    (evidence,) = found(measure(replace(analysis, acts=acts)), "invited_advice").evidence
    assert evidence.utterance == 2


common = settings(max_examples=40, deadline=None)
cuts = st.lists(st.integers(1, 299), min_size=1, max_size=4, unique=True).map(sorted)
ADD_UP = {
    *("open_questions", "closed_questions", "advice", "direct_advice", "disguised_advice"),
    *("contributions", "reflections", "airtime", "advice_seconds", "long_questions"),
    *("silence", "overlap", "invitations"),
}


def rounds_of(analysis, edges, presenters):
    spans = zip([0, *edges], [*edges, 300], presenters, strict=False)
    return marked(analysis, *[(a, b, "round", who) for a, b, who in spans])


@common
@given(sessions(), cuts, st.lists(st.sampled_from("ABCD"), min_size=5, max_size=5))
def test_the_figures_of_the_parts_add_up_to_those_of_the_whole(analysis, edges, presenters):
    whole = longer(rounds_of(analysis, edges, presenters), 100)
    rest = Mark(id="rest", start=300, end=400, kind="stage", stage="review")
    parts = [m for m in whole.marks if m.kind == "round"] + [rest]
    added = {}
    for mark in parts:
        for key, told in figures(measure(whole, within=mark), ADD_UP).items():
            added[key] = added.get(key, 0) + (told or 0)
    known = figures(measure(whole), ADD_UP)  # a turn over the edge of a round is in one role there
    known = {k: told or 0 for k, told in known.items() if k[0] != "airtime" or "role:" not in k[1]}
    same(known, {key: added.get(key, 0) for key in known})


@common
@given(sessions(), cuts, st.lists(st.sampled_from("ABCD"), min_size=5, max_size=5))
def test_roles_that_change_still_add_up(analysis, edges, presenters):
    known = measure(rounds_of(analysis, edges, presenters))
    for name in ("open_questions", "advice", "contributions", "turns", "airtime"):
        rows = [m for m in known if m.name == name]
        by_role = sum(m.value for m in rows if m.subject.startswith("role:"))
        assert by_role == pytest.approx(sum(m.value for m in rows if m.subject == "set"))
    shares = [m.value for m in known if m.name == "airtime_share" and "role:" in m.subject]
    assert shares == [] or None in shares or sum(shares) == pytest.approx(1)


@common
@given(sessions(), cuts, st.integers(1, 100))
def test_shifting_marks_and_talk_together_changes_no_figure_of_a_part(analysis, edges, seconds):
    here = longer(rounds_of(analysis, edges, "ABCDA"), 200)
    there = moved(here, seconds)
    marks = (replace(m, start=m.start + seconds, end=m.end + seconds) for m in here.marks)
    there = replace(there, marks=tuple(marks))
    for one, other in zip(here.marks, there.marks, strict=True):
        names = {m.name for m in measure(here, within=one)} - {"quiet_voices"}
        same(
            figures(measure(here, within=one), names - {"advice_creep_verdict"}),
            figures(measure(there, within=other), names - {"advice_creep_verdict"}),
        )


@common
@given(sessions(), st.sampled_from("ABCD"))
def test_a_round_over_the_whole_session_is_the_session(analysis, presenter):
    one = marked(longer(analysis, 100), (0, 400, "round", presenter))
    assert measure(one, within=one.marks[0]) == measure(one)


@common
@given(sessions(), cuts)
def test_every_part_has_an_answer(analysis, edges):
    whole = rounds_of(analysis, edges, "ABCDA")
    for mark in whole.marks:
        looked_at = part(whole, mark)
        told = measure(looked_at)
        assert all(m.value is not None or m.note for m in told)
        assert first_sentence(looked_at, told).endswith(".")
        assert len(please_look(looked_at)) <= 10
        assert all(notice.text for notice in warnings(looked_at))
        for m in told:
            assert all(mark.start - 20 <= s.start and s.end <= mark.end + 20 for s in m.evidence)
