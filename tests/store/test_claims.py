"""Claims are folded in: the latest person wins, then the latest machine."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import ROLES
from analyser.store.claims import Claim, act_claim, fold, latest_change, live, standing


def name(voice, text, *, machine=False):
    return Claim(kind="name", subject=voice, value={"name": text}, by="x", machine=machine)


def acts_of(analysis):
    return [act_claim(act, machine=True) for act in analysis.acts]


names = st.builds(name, st.sampled_from(["S1", "S2"]), st.text(max_size=3), machine=st.booleans())


@given(st.lists(names))
def test_the_latest_person_wins_else_the_latest_machine(claims):
    for (kind, subject), claim in standing(claims).items():
        about = [c for c in claims if (c.kind, c.subject) == (kind, subject)]
        people = [c for c in about if not c.machine]
        assert claim == (people or about)[-1]


def test_without_corrections_the_analysis_is_as_the_engines_left_it(analysis):
    assert fold(replace(analysis, acts=()), acts_of(analysis)) == analysis


def test_a_persons_act_stands_against_a_later_machine(analysis):
    mine = replace(analysis.acts[1], act="closed_question", form=None, confidence=1.0, by="me")
    again = replace(analysis.acts[1], by="rules-2")
    claims = [
        *acts_of(analysis),
        act_claim(mine, machine=False),
        act_claim(again, machine=True),
    ]
    assert fold(analysis, claims).acts == (analysis.acts[0], mine, analysis.acts[2])


def test_names_and_roles_are_given_to_voices(analysis):
    role = Claim(kind="role", subject="S2", value={"role": ROLES[0]}, by="me")
    speakers = fold(analysis, [*acts_of(analysis), name("S2", "Ben"), role]).speakers
    assert (speakers[1].name, speakers[1].role) == ("Ben", ROLES[0])
    assert speakers[0] == analysis.speakers[0]


def at(moment, claim):
    return replace(claim, at=moment)


def undo(moment):
    return Claim(kind="undo", subject=moment, value={}, by="me")


def test_what_is_taken_back_holds_no_more_and_what_was_before_stands_again(analysis):
    claims = [
        *[at("0", claim) for claim in acts_of(analysis)],
        at("1", name("S2", "Ben")),
        at("2", name("S2", "Bob")),
        at("3", undo("2")),
    ]
    assert fold(analysis, claims[:-1]).speakers[1].name == "Bob"
    assert fold(analysis, claims).speakers[1].name == "Ben"


def test_a_change_is_taken_back_with_all_that_came_of_it(analysis):
    relabelled = act_claim(replace(analysis.acts[0], act="process"), machine=True)
    claims = [at("0", claim) for claim in acts_of(analysis)]
    claims += [at("1", name("S2", "Ben")), at("1", relabelled)]
    assert latest_change(claims) == tuple(claims[-2:])
    assert fold(analysis, [*claims, at("2", undo("1"))]) == analysis


def test_what_only_a_machine_said_is_no_change_to_take_back(analysis):
    assert latest_change([at("0", claim) for claim in acts_of(analysis)]) == ()


def test_changes_are_taken_back_one_by_one_from_the_latest():
    claims = [at("1", name("S1", "a")), at("2", name("S1", "b"))]
    assert latest_change(claims) == (claims[1],)
    claims.append(at("3", undo("2")))
    assert latest_change(claims) == (claims[0],)
    assert live([*claims, at("4", undo("1"))]) == []
