"""Many people with short sets, for the cohort page: no sound, and quick to make."""

from __future__ import annotations

import random
from collections.abc import Iterator

from analyser import workflow
from analyser.domain import Act, Analysis, Recording, Speaker, Turn, Utterance
from analyser.settings import Settings
from analyser.store import Store

PROGRAMME = "Spring programme"
ROUNDS = 8

SPEAKERS = (
    Speaker(id="S1", name="Maya", role="facilitator"),
    Speaker(id="S2", name="Tom", role="presenter"),
    Speaker(id="S3", name="Priya", role="member"),
)
TEXTS = {
    "other": "It began in the spring, when the two teams were put together.",
    "open_question": "What would it be like if nothing changed?",
    "closed_question": "Did you tell her before the meeting?",
    "advice": "You should put it in an e-mail.",
}


def stored(settings: Settings, *, people: int, sessions: int) -> tuple[str, ...]:
    """So many people with so many sessions each, one a month; the people's ids."""
    store = Store.open(settings)
    ids = []
    for n in range(people):
        person = workflow.add_person(f"Person {n + 1}", ["trainee"], PROGRAMME, settings=settings)
        ids.append(person.id)
        for held in range(sessions):
            made = analysis(seed=n * sessions + held)
            saved = store.visible_to(person.id).save(made, name=f"Set {held + 1}")
            workflow.describe_as(
                saved.id,
                held=f"2026-{1 + held % 12:02d}-{1 + (3 * n) % 27:02d}",
                programme=PROGRAMME,
                online=bool(held % 2),
                settings=settings,
            )
    return tuple(ids)


def analysis(*, seed: int) -> Analysis:
    """A short set of three voices; how many questions are open follows from the seed."""
    rows = list(_said(random.Random(seed)))
    utterances = tuple(
        Utterance(n=n, start=start, end=end, speaker=speaker, text=TEXTS[act])
        for n, (start, end, speaker, act) in enumerate(rows)
    )
    return Analysis(
        recording=Recording(id=f"{seed:064x}", name="set.wav", duration=rows[-1][1] + 2),
        engines={"transcribe": "made", "diarise": "made", "classify": "made"},
        speakers=SPEAKERS,
        words=(),
        turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in utterances),
        utterances=utterances,
        acts=tuple(_act(n, act) for n, (_start, _end, _speaker, act) in enumerate(rows)),
    )


def _said(chance: random.Random) -> Iterator[tuple[float, float, str, str]]:
    """Start, end, speaker and act: the presenter, the facilitator, the member, over and over."""
    open_share, advice_share = chance.random(), chance.random() / 2
    at = 1.0
    for _ in range(ROUNDS):
        asked = "open_question" if chance.random() < open_share else "closed_question"
        given = "advice" if chance.random() < advice_share else "open_question"
        for speaker, act, length in (("S2", "other", 6.0), ("S1", asked, 3.0), ("S3", given, 3.0)):
            yield at, at + length, speaker, act
            at += length + chance.uniform(0.3, 3.0)


def _act(n: int, act: str) -> Act:
    form = "direct" if act == "advice" else None
    return Act(utterance=n, act=act, form=form, confidence=0.9, cue="", by="made")
