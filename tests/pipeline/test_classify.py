from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from analyser.domain import Act, Role, Utterance
from analyser.errors import InputError, ModelError
from analyser.pipeline.classify import CLASSIFIERS, classifier, label_rows
from analyser.settings import Settings


class Listener:
    """Labels everything as other and remembers what it was given."""

    id = "listener"

    def __init__(self) -> None:
        self.utterances: Sequence[Utterance] = ()
        self.roles: Mapping[str, Role] = {}

    def classify(
        self, utterances: Sequence[Utterance], roles: Mapping[str, Role]
    ) -> tuple[Act, ...]:
        self.utterances, self.roles = utterances, roles
        return tuple(
            Act(utterance=u.n, act="other", confidence=0.5, by=self.id) for u in utterances
        )


def test_the_trained_one_is_the_default_and_the_rules_can_be_asked_for() -> None:
    assert Settings().classifier in CLASSIFIERS
    assert classifier(Settings()).id.startswith("acts-")
    assert classifier(Settings(classifier="rules")).id.startswith("rules-")


def test_an_unknown_classifier_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"'oracle'.*rules"):
        classifier(Settings(classifier="oracle"))


def test_rows_are_labelled_in_order() -> None:
    rows = [
        {"text": "What would you like?", "speaker": "Ann", "role": "facilitator"},
        {"text": "Have you tried asking her?", "speaker": "Bo", "role": "member"},
        {"text": "mm"},
    ]
    got = list(label_rows(rows, model=classifier(Settings())))
    assert [row["act"] for row in got] == ["open_question", "advice", "other"]
    assert [row["form"] for row in got] == [None, "disguised", None]
    assert set(got[0]) == {"act", "form", "confidence", "cue"}


def test_no_rows_give_no_labels() -> None:
    assert list(label_rows([], model=Listener())) == []


def test_rows_without_a_speaker_are_nobodys() -> None:
    listener = Listener()
    list(label_rows([{"text": "a"}, {"text": "b", "speaker": None}], model=listener))
    assert [u.speaker for u in listener.utterances] == ["", ""]
    assert listener.roles == {}


def test_a_speaker_whose_role_changes_counts_as_two() -> None:
    listener = Listener()
    rows = [
        {"text": "a", "speaker": "Ann", "role": "presenter"},
        {"text": "b", "speaker": "Ann", "role": "member"},
    ]
    list(label_rows(rows, model=listener))
    assert list(listener.roles.values()) == ["presenter", "member"]


def test_times_are_kept_and_otherwise_count_the_rows() -> None:
    listener = Listener()
    list(label_rows([{"text": "a", "start": 2, "end": 3.5}, {"text": "b"}], model=listener))
    assert [(u.start, u.end) for u in listener.utterances] == [(2.0, 3.5), (1.0, 1.0)]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("hello", "line 2 is not a JSON object"),
        ({"speaker": "A"}, "line 2 has no text"),
        ({"text": 7}, "line 2 has no text"),
        ({"text": "a", "role": "boss"}, "'boss' in line 2"),
        ({"text": "a", "speaker": ["A"]}, "speaker in line 2"),
        ({"text": "a", "start": "soon"}, "start in line 2"),
        ({"text": "a", "end": True}, "end in line 2"),
        ({"text": "a", "start": float("nan")}, "start in line 2"),
        ({"text": "a", "start": 10**400}, "start in line 2"),
        ({"text": "a \ud83d"}, "text in line 2 has half a character"),
    ],
)
def test_a_bad_row_is_named_by_its_line(row: object, wrong: str) -> None:
    with pytest.raises(InputError, match=f"(?i){wrong}"):
        list(label_rows([{"text": "fine"}, row], model=Listener()))  # type: ignore[list-item]


def test_an_empty_line_has_no_result_and_is_counted() -> None:
    rows = [{"text": "a"}, None, {"text": "b"}]
    assert len(list(label_rows(rows, model=Listener()))) == 2
    with pytest.raises(InputError, match="Line 4 has no text"):
        list(label_rows([*rows, {}], model=Listener()))
