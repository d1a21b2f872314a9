"""What the tests about people share: a trainee, a mentor, a lead, and sessions of theirs."""

from __future__ import annotations

from dataclasses import replace

from analyser import workflow
from analyser.domain import Act, Analysis, Recording, Speaker, Turn, Utterance
from analyser.store import Store


def an_analysis(n):
    return Analysis(
        recording=Recording(id=f"{n:064x}", name=f"{n}.wav", duration=10.0),
        engines={},
        speakers=(Speaker(id="S1", name="Secret", role="facilitator"),),
        words=(),
        turns=(Turn(start=0.0, end=4.0, speaker="S1"),),
        utterances=(Utterance(n=0, start=0.0, end=4.0, speaker="S1", text="What is secret here?"),),
        acts=(Act(utterance=0, act="open_question", confidence=0.9, by="rules-1"),),
    )


def as_person(settings, person):
    return settings.model_copy(update={"person": person})


def asking(n, *, opened=4, closed=4):
    """A session of a facilitator who asks open and closed questions, and is answered."""
    acts = ["open_question"] * opened + ["closed_question"] * closed
    utterances = tuple(
        Utterance(n=k, start=k * 10.0, end=k * 10.0 + 4, speaker="S1", text="What now?")
        for k in range(len(acts))
    )
    heard = [
        Turn(start=u.start + shift, end=u.end + shift, speaker=s)
        for u in utterances
        for shift, s in ((0.0, "S1"), (5.0, "S2"))
    ]
    base = an_analysis(n)
    return replace(
        base,
        recording=replace(base.recording, duration=len(acts) * 10.0),
        speakers=(*base.speakers, Speaker(id="S2", name="Voice 2", role="presenter")),
        turns=tuple(heard),
        utterances=utterances,
        acts=tuple(
            Act(utterance=k, act=act, confidence=1.0, by="rules-1") for k, act in enumerate(acts)
        ),
    )


def kept(settings, n=0, *, held=None, owner=None, **asked):
    """A stored session of whoever the settings name."""
    scope = Store.open(settings).visible_to(owner or settings.person)
    session = scope.save(asking(n, **asked), name=f"Set {n}", programme="Spring").id
    if held:
        workflow.describe_as(session, held=held, settings=settings)
    return session


def with_people(settings):
    """Settings of Ana's, a trainee, with Mo, a mentor, and Lea, a cohort lead, beside her."""
    workflow.add_person("Ana", ["trainee"], "Spring", settings=settings)
    workflow.add_person("Mo", ["mentor"], settings=settings)
    workflow.add_person("Lea", ["lead"], settings=settings)
    return as_person(settings, "ana")
