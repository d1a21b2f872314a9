"""After a change only some utterances are labelled again, and it is as if all had been."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from analyser.domain import Act, Utterance
from analyser.pipeline.relabel import Conversation, relabelled
from analyser.pipeline.rules.engine import Rules
from tests.conftest import ROOT

DIALOGUES = sorted((ROOT / "tests" / "data" / "dialogues").glob("*.jsonl"))


def conversation(path) -> Conversation:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ids = {name: f"S{n}" for n, name in enumerate(dict.fromkeys(r["speaker"] for r in rows), 1)}
    utterances = tuple(
        Utterance(n=n, start=n, end=n + 1, speaker=ids[row["speaker"]], text=row["text"])
        for n, row in enumerate(rows)
    )
    return Conversation(utterances=utterances, roles=dict.fromkeys(ids.values(), "unnamed"))


def said_by(before: Conversation, **voices: str) -> Conversation:
    """The same, with one voice's utterances said by another."""
    utterances = [replace(u, speaker=voices.get(u.speaker, u.speaker)) for u in before.utterances]
    return replace(before, utterances=utterances)


def moved(before: Conversation, places: range, voice: str) -> Conversation:
    utterances = [replace(u, speaker=voice) if u.n in places else u for u in before.utterances]
    return replace(before, utterances=utterances)


def named(before: Conversation, **roles) -> Conversation:
    return replace(before, roles={**before.roles, **roles})


CHANGES = {
    "merge": lambda talk: said_by(talk, S3="S2"),
    "merge the presenter": lambda talk: said_by(talk, S2="S1"),
    "move": lambda talk: moved(talk, range(10, 14), "S1"),
    "a new voice": lambda talk: moved(talk, range(5, 9), "S99"),
    "roles": lambda talk: named(talk, S1="facilitator", S2="presenter"),
    "nothing": lambda talk: talk,
}


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_left_out_would_have_been_labelled_as_before(path, change):
    model, before = Rules(), conversation(path)
    after = CHANGES[change](before)
    acts = {act.utterance: act for act in model.classify(before.utterances, before.roles)}
    again = relabelled(model, before, after, by=dict.fromkeys(acts, model.id))
    acts |= {act.utterance: act for act in again}
    assert tuple(acts.values()) == model.classify(after.utterances, after.roles)


def test_a_move_labels_only_what_stands_around_it():
    model, before = Rules(), conversation(DIALOGUES[0])
    voice = before.utterances[20].speaker
    before = named(before, **{voice: "presenter", "S99": "member"})
    after = moved(before, range(20, 21), "S99")
    by = {utterance.n: model.id for utterance in before.utterances}
    again = [act.utterance for act in relabelled(model, before, after, by=by)]
    assert again[0] == 20
    assert set(again) <= set(range(20, 24))
    assert relabelled(model, before, before, by=by) == ()


def test_what_another_classifier_said_is_labelled_again():
    model, talk = Rules(), conversation(DIALOGUES[0])
    by = {utterance.n: model.id for utterance in talk.utterances} | {3: "rules-0", 5: "somebody"}
    assert [act.utterance for act in relabelled(model, talk, talk, by=by)] == [3, 5]


class Blind:
    """A classifier that cannot say what it sees."""

    id = "blind"

    def classify(self, utterances, _roles):
        return tuple(
            Act(utterance=u.n, act="other", confidence=1.0, by="blind") for u in utterances
        )


def test_a_classifier_that_cannot_say_what_it_sees_labels_everything():
    talk = conversation(DIALOGUES[0])
    by = {utterance.n: "blind" for utterance in talk.utterances}
    assert len(relabelled(Blind(), talk, talk, by=by)) == len(talk.utterances)
