"""A plausible programme for the pages: two trainees over some months, and their mentor."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyser import workflow
from analyser.domain import Analysis, Person
from analyser.settings import Settings
from analyser.store import ME, Store
from tests.dashboard import made

DAYS = ("2026-03-03", "2026-04-14", "2026-05-26", "2026-07-07")
PROGRAMME = "Spring programme"


@dataclass(frozen=True)
class House:
    """Who is there, and the sessions of the first trainee in order of their days."""

    settings: Settings
    trainee: Person
    other: Person
    mentor: Person
    sessions: tuple[str, ...]

    def seen_by(self, person: Person) -> Settings:
        """The settings with this person looking."""
        return self.settings.model_copy(update={"person": person.id})


def house(settings: Settings) -> House:
    """A trainee who opens their questions from session to session, another one, and a mentor."""
    trainee = workflow.add_person("Lena Hartig", ["trainee"], PROGRAMME, settings=settings)
    other = workflow.add_person("Noor Vale", ["trainee"], PROGRAMME, settings=settings)
    mentor = workflow.add_person("Jo Berg", ["mentor"], settings=settings)
    sessions = tuple(
        _stored(settings, trainee, name=f"Set {n + 1}", seed=40 + n, held=held, opened=n / 3)
        for n, held in enumerate(DAYS)
    )
    _stored(settings, other, name="Noor’s first set", seed=60, held=DAYS[0], opened=0.5)
    return House(settings, trainee, other, mentor, sessions)


def another(house: House, *, name: str, seed: int) -> str:
    """One more session of the first trainee, without sound."""
    analysis = made.analysis(recording=f"{seed:064x}", seed=seed, duration=120)
    saved = Store.open(house.settings).visible_to(house.trainee.id).save(analysis, name=name)
    return saved.id


def _stored(
    settings: Settings, owner: Person, *, name: str, seed: int, held: str, opened: float
) -> str:
    """A made session of somebody, with its sound; a share of its closed questions is open."""
    analysis = opening(made.analysis(recording=f"{seed:064x}", seed=seed, duration=1800), opened)
    store = Store.open(settings)
    made.tone(store.recording_folder(analysis.recording.id) / "audio.wav", seconds=1800)
    saved = store.visible_to(ME).save(analysis, name=name)
    workflow.describe_as(
        saved.id,
        owner=owner.id,
        held=held,
        programme=PROGRAMME,
        online=False,
        settings=settings,
    )
    return saved.id


def opening(analysis: Analysis, share: float) -> Analysis:
    """The facilitator asks twice as much, and this share of it is open."""
    lead = {"S1"}
    acts = list(analysis.acts)
    asked = [
        n
        for n, u in enumerate(analysis.utterances)
        if u.speaker in lead or (acts[n].act == "closed_question" and u.speaker != "S2")
    ]
    for place, n in enumerate(asked):
        act = "open_question" if place < share * len(asked) else "closed_question"
        acts[n] = replace(acts[n], act=act, form=None, confidence=0.97)
    utterances = tuple(
        replace(u, speaker="S1") if n in asked else u for n, u in enumerate(analysis.utterances)
    )
    turns = tuple(
        replace(t, speaker="S1") if n in asked else t for n, t in enumerate(analysis.turns)
    )
    return replace(analysis, acts=tuple(acts), utterances=utterances, turns=turns)
