"""What a person puts right in what was said, on small sessions in a real store."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from analyser import report, workflow
from analyser.domain import Act, Analysis, Recording, Speaker, Turn, Utterance, Word
from analyser.errors import InputError, ModelError, StoreError
from analyser.measures import measure
from analyser.pipeline import classify
from analyser.settings import load_settings
from analyser.store import ME, Store

TEXTS = ("What would help?", "You should ring her. Who knows?", "I see.", "So, and then?", "Hm.")


@dataclass(frozen=True)
class ByWords:
    """Labels by the words alone: what ends with a question mark, what says "should", the rest."""

    id: str = "by-words"

    def classify(self, utterances, roles):
        return self.acts(utterances, self.views(utterances, roles))

    def views(self, utterances, _roles):
        return [spoken.text for spoken in utterances]

    def acts(self, utterances, views):
        return tuple(
            self._act(spoken.n, text) for spoken, text in zip(utterances, views, strict=True)
        )

    def _act(self, n, text):
        advice = "should" in text
        act = "advice" if advice else "open_question" if text.endswith("?") else "other"
        form = "direct" if advice else None
        return Act(utterance=n, act=act, form=form, confidence=0.6, by=self.id)


def with_the_classifier(settings):
    classify.CLASSIFIERS["by-words"] = lambda _settings: ByWords()
    return settings.model_copy(update={"classifier": "by-words"})


@pytest.fixture(autouse=True)
def own_classifiers(monkeypatch):
    monkeypatch.setattr(classify, "CLASSIFIERS", dict(classify.CLASSIFIERS))


@pytest.fixture
def settings(settings):
    """Settings with a classifier of the test's own, registered like the real ones."""
    return with_the_classifier(settings)


def made(texts=TEXTS) -> Analysis:
    """Two voices in turn, a word each second, 12 seconds an utterance at the most."""
    spoken, words = [], []
    for n, text in enumerate(texts):
        voice, start = f"S{n % 2 + 1}", n * 12.0
        own = [
            Word(start=start + k, end=start + k + 0.75, text=one, confidence=0.9, speaker=voice)
            for k, one in enumerate(text.split())
        ]
        words += own
        spoken.append(Utterance(n=n, start=start, end=own[-1].end, speaker=voice, text=text))
    return Analysis(
        recording=Recording(id="ab" * 32, name="set.wav", duration=len(texts) * 12.0),
        engines={"classify": "by-words"},
        speakers=(Speaker(id="S1", name="Ana"), Speaker(id="S2", name="Ben")),
        words=tuple(words),
        turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in spoken),
        utterances=tuple(spoken),
        acts=ByWords().classify(spoken, {}),
    )


@pytest.fixture
def session(settings):
    return Store.open(settings).visible_to(ME).save(made(), name="Monday").id


def now(session, settings):
    return workflow.load(session, settings=settings)


def act(session, settings, n):
    return next(a for a in now(session, settings).acts if a.utterance == n)


def spoken(session, settings, n):
    return next(u for u in now(session, settings).utterances if u.n == n)


def test_a_corrected_text_is_labelled_anew_and_visibly_a_persons(session, settings):
    workflow.edit_text(session, 0, "  What should\nhelp? ", settings=settings)
    right = spoken(session, settings, 0)
    assert (right.text, right.by) == ("What should help?", ME)
    assert act(session, settings, 0).act == "advice"
    assert act(session, settings, 0).by == "by-words"
    heard = workflow.as_heard(session, settings=settings)
    assert heard == made()
    words = workflow.words_of(now(session, settings))[0]
    assert [(w.text, w.start) for w in words] == [("What", 0.0), ("should", 1.0), ("help?", 2.0)]


def test_what_a_person_said_of_the_act_stands_when_the_words_change(session, settings):
    workflow.correct(session, 0, act="process", settings=settings)
    workflow.edit_text(session, 0, "You should help.", settings=settings)
    assert act(session, settings, 0).act == "process"


def test_a_text_that_is_as_it_was_is_no_change(session, settings):
    workflow.edit_text(session, 0, TEXTS[0], settings=settings)
    workflow.move_boundary(session, 0, start=0.0, settings=settings)
    assert workflow.last_change(session, settings=settings) == ""


def test_a_split_utterance_is_labelled_in_both_its_parts(session, settings):
    workflow.correct(session, 1, act="process", settings=settings)
    new = workflow.split_utterance(session, 1, word=4, settings=settings)
    assert new == 5
    assert (spoken(session, settings, 1).text, spoken(session, settings, new).text) == (
        "You should ring her.",
        "Who knows?",
    )
    assert act(session, settings, 1).act == "advice"
    assert act(session, settings, new).act == "open_question"
    assert [u.n for u in now(session, settings).utterances] == [0, 1, 5, 2, 3, 4]
    workflow.correct(session, new, act="process", settings=settings)
    assert act(session, settings, new).by == ME


def test_the_number_of_a_part_is_never_used_again(session, settings):
    first = workflow.split_utterance(session, 1, word=4, settings=settings)
    workflow.undo(session, settings=settings)
    assert workflow.split_utterance(session, 1, word=4, settings=settings) == first + 1


def test_a_part_can_be_given_to_who_really_said_it(session, settings):
    new = workflow.split_utterance(session, 1, word=4, settings=settings)
    part = spoken(session, settings, new)
    span = (part.start, part.end)
    workflow.move(session, [span], to="S1", giver="S2", settings=settings)
    assert (spoken(session, settings, new).speaker, spoken(session, settings, new).by) == ("S1", ME)
    assert spoken(session, settings, 1).speaker == "S2"


def test_utterances_that_follow_one_another_are_joined(session, settings):
    workflow.remove_utterance(session, 1, settings=settings)
    workflow.join_utterances(session, 2, 0, settings=settings)
    whole = spoken(session, settings, 0)
    assert (whole.text, whole.start, whole.end) == ("What would help? I see.", 0.0, 25.75)
    assert act(session, settings, 0).act == "other"
    assert [u.n for u in now(session, settings).utterances] == [0, 3, 4]


def test_a_boundary_moves_as_far_as_its_own_voice_leaves_room(session, settings):
    assert workflow.move_boundary(session, 2, start=13.5, settings=settings) == (13.5, 25.75)
    assert workflow.move_boundary(session, 2, start=1.0, settings=settings) == (2.75, 25.75)
    assert workflow.move_boundary(session, 2, end=500.0, settings=settings) == (2.75, 48.0)
    assert workflow.move_boundary(session, 4, end=500.0, settings=settings) == (48.0, 60.0)
    assert now(session, settings).turns == made().turns


def test_advice_that_a_person_calls_invited_is_counted_so(session, settings):
    workflow.name_voice(session, "S1", role="presenter", settings=settings)

    def invited():
        found = measure(now(session, settings))
        return next(m.value for m in found if (m.name, m.subject) == ("invited_advice", "set"))

    assert invited() == 0
    workflow.edit_text(session, 1, "You should ring her.", settings=settings)
    workflow.invite(session, 1, invited=True, settings=settings)
    assert invited() == 1
    workflow.edit_text(session, 0, "What should I do?", settings=settings)
    workflow.invite(session, 1, invited=False, settings=settings)
    assert invited() == 0
    workflow.invite(session, 1, invited=None, settings=settings)
    assert invited() == 1
    assert act(session, settings, 1).invited is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s, on: workflow.edit_text(s, 77, "No.", settings=on), "no utterance 77"),
        (lambda s, on: workflow.edit_text(s, 0, " \n", settings=on), "needs words"),
        (lambda s, on: workflow.move_boundary(s, 0, start=3.0, settings=on), "no stretch"),
        (lambda s, on: workflow.move_boundary(s, 0, end=-1.0, settings=on), "no stretch"),
        (lambda s, on: workflow.split_utterance(s, 1, word=0, settings=on), "has 6 words"),
        (lambda s, on: workflow.split_utterance(s, 1, word=6, settings=on), "has 6 words"),
        (lambda s, on: workflow.join_utterances(s, 0, 1, settings=on), "Two people"),
        (lambda s, on: workflow.join_utterances(s, 0, 4, settings=on), "do not follow"),
        (lambda s, on: workflow.join_utterances(s, 0, 0, settings=on), "do not follow"),
        (lambda s, on: workflow.remove_utterance(s, -1, settings=on), "no utterance -1"),
        (lambda s, on: workflow.invite(s, 0, invited=True, settings=on), "Only advice"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(session, settings, change, words):
    with pytest.raises(InputError, match=words):
        change(session, settings)
    assert now(session, settings) == made()


def test_the_only_utterance_cannot_be_removed_and_no_session_is_no_session(settings):
    one = Store.open(settings).visible_to(ME).save(made(TEXTS[:1]), name="One").id
    with pytest.raises(InputError, match="only utterance"):
        workflow.remove_utterance(one, 0, settings=settings)
    with pytest.raises(StoreError):
        workflow.edit_text("ffff", 0, "No.", settings=settings)


def test_signs_that_no_database_keeps_are_left_out(session, settings):
    workflow.edit_text(session, 0, "What\0 \ud800 é?", settings=settings)
    assert spoken(session, settings, 0).text == "What ? é?"


def elsewhere(settings):
    """The same data in another folder, of which this process remembers nothing."""
    folder = settings.data.with_name(f"{settings.data.name}-moved")
    shutil.copytree(settings.data, folder)
    return settings.model_copy(update={"data": folder})


def test_changes_survive_a_restart_and_are_told_when_they_are_taken_back(session, settings):
    before = now(session, settings)
    workflow.edit_text(session, 0, "Why?", settings=settings)
    new = workflow.split_utterance(session, 1, word=4, settings=settings)
    workflow.join_utterances(session, 1, new, settings=settings)
    workflow.move_boundary(session, 1, end=14.0, settings=settings)
    workflow.invite(session, 1, invited=True, settings=settings)
    workflow.remove_utterance(session, 4, settings=settings)
    after = now(session, settings)
    assert now(session, elsewhere(settings)) == after
    told = [workflow.undo(session, settings=settings) for _ in range(6)]
    assert told == [
        "an utterance removed",
        "whether advice was invited",
        "when it was said",
        "two utterances made one",
        "one utterance made two",
        "what was said",
    ]
    assert now(session, settings) == before


def test_a_session_with_edits_is_labelled_again_and_the_edits_are_taken_back(session, settings):
    before = now(session, settings)
    workflow.split_utterance(session, 1, word=4, settings=settings)
    workflow.relabel(session, settings=settings)
    workflow.undo(session, settings=settings)
    assert now(session, settings) == before


def test_exports_and_corrections_hold_what_a_person_made_of_it(session, settings):
    new = workflow.split_utterance(session, 1, word=4, settings=settings)
    workflow.correct(session, new, act="process", settings=settings)
    analysis = now(session, settings)
    for form in ("json", "csv", "vtt", "rttm"):
        assert report.export(analysis, form)
    assert workflow.agree(session, settings=settings).agreement.compared == 1


CHANGES = ("text", "split", "join", "bounds", "remove", "invite", "move", "act", "name", "role")


def change(session, settings, kind, place, other):
    """Some change of this kind; what cannot be is refused, and is none."""
    analysis = now(session, settings)
    one = analysis.utterances[place % len(analysis.utterances)]
    two = analysis.utterances[other % len(analysis.utterances)]
    own = {"settings": settings}
    given = {
        "text": lambda: workflow.edit_text(session, one.n, f"{one.text} {two.text}", **own),
        "split": lambda: workflow.split_utterance(session, one.n, word=other, **own),
        "join": lambda: workflow.join_utterances(session, one.n, two.n, **own),
        "bounds": lambda: workflow.move_boundary(session, one.n, start=one.start + other, **own),
        "remove": lambda: workflow.remove_utterance(session, one.n, **own),
        "invite": lambda: workflow.invite(session, one.n, (True, False, None)[other % 3], **own),
        "move": lambda: workflow.move(
            session, [(one.start, one.end)], to=("new", two.speaker)[other % 2], **own
        ),
        "act": lambda: workflow.correct(session, one.n, act="advice", **own),
        "name": lambda: workflow.name_voice(session, one.speaker, name=f"Voice {other}", **own),
        "role": lambda: workflow.name_voice(session, one.speaker, role="facilitator", **own),
    }[kind]
    try:
        given()
    except InputError:
        return


steps = st.tuples(st.sampled_from(CHANGES), st.integers(0, 9), st.integers(0, 9))


@pytest.fixture(scope="module")
def one_store(tmp_path_factory):
    """Settings with one data folder for many sessions."""
    return load_settings(data=tmp_path_factory.mktemp("data"), classifier="by-words")


@hypothesis_settings(max_examples=10, deadline=None)
@given(st.lists(steps, min_size=2, max_size=6))
def test_whatever_is_changed_each_undo_gives_the_exact_earlier_state(one_store, changes):
    with_the_classifier(one_store)
    scope = Store.open(one_store).visible_to(ME)
    session = scope.save(made(), name="Monday").id
    states = [(len(TEXTS), now(session, one_store))]
    for kind, place, other in changes:
        change(session, one_store, kind, place, other)
        claimed = len(scope.claims(session))
        if claimed > states[-1][0]:
            states.append((claimed, now(session, one_store)))
    for _, earlier in states[-2::-1]:
        workflow.undo(session, settings=one_store)
        assert now(session, one_store) == earlier


def test_the_classifier_is_loaded_before_it_is_needed_if_it_is_there(settings):
    workflow.warm_up(settings=settings)
    with pytest.raises(ModelError, match="no classifier"):
        workflow.warm_up(settings=settings.model_copy(update={"classifier": "none"}))


def test_an_edit_of_a_long_session_is_quick(settings):
    """3,000 utterances and 27,000 words: the bar is 1 second with every figure; this allows 3."""
    texts = [f"So what would you say to that now {n % 97}?" for n in range(3000)]
    session = Store.open(settings).visible_to(ME).save(made(texts), name="Long").id
    measure(now(session, settings))
    before = time.process_time()
    workflow.edit_text(
        session, 1500, "You should say that to her now, 45 times.", settings=settings
    )
    figures = measure(now(session, settings))
    took = time.process_time() - before
    assert next(m.value for m in figures if (m.name, m.subject) == ("advice", "set")) == 1
    assert took < 3.0
