"""Raters are compared and old sessions are labelled again, on a small session in a real store."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from analyser import report, workflow
from analyser.domain import Act, Analysis, Recording, Speaker, Turn, Utterance
from analyser.errors import InputError, ModelError, StoreError
from analyser.pipeline import classify
from analyser.store import ME, Store
from analyser.store.claims import act_claim

TEXTS = ("What would help?", "Ring her.", "I see.", "Is it Friday?")


@dataclass(frozen=True)
class Model:
    """Labels a facilitator's utterances as one act and all the others as another."""

    id: str
    facilitator: str
    others: str
    confidence: float = 0.6

    def classify(self, utterances, roles):
        return tuple(self._act(spoken, roles.get(spoken.speaker)) for spoken in utterances)

    def _act(self, spoken, role):
        act = self.facilitator if role == "facilitator" else self.others
        return Act(utterance=spoken.n, act=act, confidence=self.confidence, by=self.id)


OLD, NEW = Model("old-1", "process", "other"), Model("new-2", "open_question", "other")


@pytest.fixture
def settings(settings, monkeypatch):
    """Settings under which the old model labels, registered like the real ones."""
    for name, model in (("old", OLD), ("new", NEW)):
        monkeypatch.setitem(classify.CLASSIFIERS, name, lambda _settings, model=model: model)
    return settings.model_copy(update={"classifier": "old"})


@pytest.fixture
def renewed(settings):
    """The same, with the new model."""
    return settings.model_copy(update={"classifier": "new"})


def made(recording="ab" * 32) -> Analysis:
    spoken = tuple(
        Utterance(n=n, start=n * 4.0, end=n * 4.0 + 3, speaker=f"S{n % 2 + 1}", text=text)
        for n, text in enumerate(TEXTS)
    )
    return Analysis(
        recording=Recording(id=recording, name="set.wav", duration=20.0),
        engines={"classify": OLD.id},
        speakers=(Speaker(id="S1", name="Ana"), Speaker(id="S2", name="Ben")),
        words=(),
        turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in spoken),
        utterances=spoken,
        acts=OLD.classify(spoken, {}),
    )


@pytest.fixture
def scope(settings):
    return Store.open(settings).visible_to(ME)


@pytest.fixture
def session(scope):
    return scope.save(made(), name="Monday").id


def acts(session, settings):
    return [act.act for act in workflow.load(session, settings=settings).acts]


def signed(session, settings):
    return [act.by for act in workflow.load(session, settings=settings).acts]


def test_an_old_session_is_labelled_again_and_says_by_which_version(session, settings, renewed):
    done = workflow.relabel(session, settings=renewed)
    assert (done.model, done.renewed, done.changed) == ("new-2", 4, 0)
    assert signed(session, settings) == ["new-2"] * 4
    analysis = workflow.load(session, settings=settings)
    assert analysis.engines["classify"] == "new-2"
    assert report.labelled_by(analysis, me=ME) == "Labels: 4 by new-2."


def test_what_a_person_said_stands_and_the_older_labels_are_kept(session, scope, settings, renewed):
    workflow.correct(session, 1, act="advice", settings=settings)
    workflow.relabel(session, settings=renewed)
    assert signed(session, settings) == ["new-2", ME, "new-2", "new-2"]
    assert [claim.by for claim in scope.claims(session)] == ["old-1"] * 4 + [ME] + ["new-2"] * 4
    found = workflow.load(session, settings=settings)
    assert report.labelled_by(found, me=ME) == "Labels: 3 by new-2, 1 by you."


def test_labelling_again_twice_claims_nothing_twice(session, scope, renewed):
    workflow.relabel(session, settings=renewed)
    before = scope.claims(session)
    done = workflow.relabel(session, settings=renewed)
    assert (done.renewed, done.changed) == (0, 0)
    assert scope.claims(session) == before


def test_roles_that_a_person_gave_count(session, settings, renewed):
    workflow.name_voice(session, "S1", role="facilitator", settings=settings)
    done = workflow.relabel(session, settings=renewed)
    assert acts(session, settings) == ["open_question", "other", "open_question", "other"]
    assert done.changed == 2


def test_undo_passes_over_a_new_labelling_and_takes_back_what_a_person_did(
    session, settings, renewed
):
    workflow.correct(session, 1, act="advice", settings=settings)
    workflow.relabel(session, settings=renewed)
    assert workflow.undo(session, settings=renewed) == "a label"
    assert acts(session, settings) == ["other"] * 4
    assert signed(session, settings) == ["new-2"] * 4
    with pytest.raises(InputError, match="Nothing was changed"):
        workflow.undo(session, settings=renewed)


def test_a_role_that_is_taken_back_after_a_new_labelling_counts_no_more(session, settings, renewed):
    workflow.name_voice(session, "S1", role="facilitator", settings=settings)
    workflow.name_voice(session, "S2", role="facilitator", settings=settings)
    workflow.relabel(session, settings=renewed)
    assert acts(session, settings) == ["open_question"] * 4
    workflow.undo(session, settings=renewed)
    assert acts(session, settings) == ["open_question", "other"] * 2
    workflow.undo(session, settings=renewed)
    assert acts(session, settings) == ["other"] * 4
    assert signed(session, settings) == ["new-2"] * 4


def test_what_cannot_be_labelled_again_is_refused(session, settings):
    with pytest.raises(StoreError):
        workflow.relabel("ffff", settings=settings)
    with pytest.raises(ModelError, match="no classifier"):
        workflow.relabel(session, settings=settings.model_copy(update={"classifier": "none"}))


def claimed(scope, session, by, **labels):
    """Labels by somebody (``u0="advice"``)."""
    rows = [Act(utterance=int(n[1:]), act=a, confidence=1.0, by=by) for n, a in labels.items()]
    scope.claim(session, [act_claim(row, machine=False) for row in rows])


def test_a_person_is_compared_with_the_machine(session, settings):
    workflow.correct(session, 0, act="open_question", settings=settings)
    workflow.correct(session, 2, act="other", settings=settings)
    raters = workflow.agree(session, settings=settings)
    assert (raters.first, raters.second) == (ME, workflow.MACHINE)
    found = raters.agreement
    assert (found.utterances, found.compared, found.same, found.kappa) == (4, 2, 0.5, None)
    (difference,) = found.differences
    assert difference.utterance.text == TEXTS[0]
    assert (difference.first, difference.second) == ("open_question", "other")


def test_what_was_taken_back_is_not_compared(session, settings):
    workflow.correct(session, 0, act="open_question", settings=settings)
    workflow.correct(session, 1, act="advice", settings=settings)
    workflow.undo(session, settings=settings)
    assert workflow.agree(session, settings=settings).agreement.compared == 1


def test_two_people_and_two_models_are_compared(session, scope, settings, renewed):
    claimed(scope, session, "ann", u0="open_question", u1="advice", u3="closed_question")
    claimed(scope, session, "bob", u0="open_question", u1="other")
    people = workflow.agree(session, by=["ann", "bob"], settings=settings).agreement
    assert (people.compared, people.same) == (2, 0.5)
    workflow.relabel(session, settings=renewed)
    models = workflow.agree(session, by=["old-1", "new-2"], settings=settings).agreement
    assert (models.compared, models.same) == (4, 1.0)
    assert workflow.agree(session, by=["bob"], settings=settings).second == workflow.MACHINE


def lines(tmp_path, *rows):
    file = tmp_path / "second.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


def test_a_file_of_lines_is_a_second_rater(session, settings, tmp_path):
    file = lines(
        tmp_path,
        {"n": 0, "act": "advice"},
        {"n": 1, "act": "other"},
        {"n": 2, "act": None},
        {"n": 0, "act": "other"},
    )
    raters = workflow.agree(session, by=["machine"], other=file, settings=settings)
    assert raters.second == "second.jsonl"
    assert (raters.agreement.compared, raters.agreement.same) == (2, 1.0)


def test_one_line_is_a_file_too(session, settings, tmp_path):
    file = lines(tmp_path, {"n": 3, "act": "other"})
    raters = workflow.agree(session, by=["machine"], other=file, settings=settings)
    assert raters.agreement.compared == 1


def test_an_exported_document_is_a_second_rater(session, settings, tmp_path):
    document = json.loads(report.export(workflow.load(session, settings=settings), "json"))
    document["utterances"][3]["act"] = "closed_question"
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(document))
    found = workflow.agree(session, by=["machine"], other=file, settings=settings).agreement
    assert (found.compared, found.same) == (4, 0.75)
    document["recording"]["id"] = "cd" * 32
    file.write_text(json.dumps(document))
    with pytest.raises(InputError, match="another recording"):
        workflow.agree(session, by=["machine"], other=file, settings=settings)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"n": 9, "act": "other"}', "Utterance 9 of"),
        ('{"n": 0, "act": "other", "text": "Something else."}', "Utterance 0 of"),
        ('{"n": 0, "act": "joke"}', "Line 1 of second.jsonl cannot be used at act"),
        ('{"n": 0, "act": "other"}\n\nn,act', "Line 3"),
        ('{"n": "0", "act": "other"}', "at n"),
        ('{"utterances": [{"act": "other"}]}', "at utterances.0.n"),
        ("[" * 100_000, "Line 1"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_in_words(session, settings, tmp_path, content, words):
    file = tmp_path / "second.jsonl"
    file.write_text(content)
    with pytest.raises(InputError, match=words):
        workflow.agree(session, by=["machine"], other=file, settings=settings)


def test_who_cannot_be_compared_is_told(session, settings, tmp_path):
    with pytest.raises(InputError, match="'me' has labelled nothing"):
        workflow.agree(session, settings=settings)
    with pytest.raises(InputError, match="Raters: machine, old-1"):
        workflow.agree(session, by=["ann"], settings=settings)
    with pytest.raises(InputError, match="Two raters"):
        workflow.agree(session, by=["a", "b", "c"], settings=settings)
    with pytest.raises(InputError, match="Two raters"):
        workflow.agree(session, by=["a", "b"], other=tmp_path, settings=settings)
    with pytest.raises(InputError, match="cannot be read"):
        workflow.agree(session, by=["machine"], other=tmp_path / "gone", settings=settings)
