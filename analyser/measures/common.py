"""What every family of measures shares: whom a figure is about, its evidence, its interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from scipy.special import betaincinv
from scipy.stats import binomtest

from analyser.domain import (
    QUESTIONS,
    ROLES,
    Act,
    Analysis,
    Mark,
    Measure,
    Role,
    SetStage,
    Stretch,
    Utterance,
)
from analyser.measures.casting import Casting, Marks, middle_of, span_of
from analyser.measures.definitions import UNITS
from analyser.measures.once import once

CONTRIBUTIONS: frozenset[str] = QUESTIONS | {"advice", "reflection"}
"""Acts that count as contributions; the presenter's do not."""

TEN_MINUTES = 600.0
SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Whom a figure is about: one voice, all voices with one role, or the whole set.

    A role's voices may have another role in another round; ``role`` is ``None`` where it does not
    matter.
    """

    subject: str
    voices: frozenset[str]
    role: Role | None = None

    def has(self, voice: str, role: Role) -> bool:
        """Whether a figure about it counts what a voice says in a role."""
        return voice in self.voices and self.role in {None, role}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An utterance with its act, its speaker's role then, and the round and stage it lies in."""

    utterance: Utterance
    act: Act
    role: Role
    within: Mark | None = None
    stage: SetStage | None = None

    @property
    def is_question(self) -> bool:
        """Whether it counts as a question in the measures."""
        return self.act.act in QUESTIONS

    @property
    def is_contribution(self) -> bool:
        """A question, advice or a reflection, by anybody but the presenter."""
        return self.may_contribute and self.act.act in CONTRIBUTIONS

    @property
    def may_contribute(self) -> bool:
        """Whether it is a contribution if its act is one: anybody's but the presenter's."""
        return self.role != "presenter"


@once
def said_in(analysis: Analysis) -> tuple[Said, ...]:
    """Every utterance with its act and role, in order of time.

    Its middle decides in which round and stage it lies.
    """
    casting, stages = Casting.of(analysis), Marks.of(analysis, "stage")

    def said(utterance: Utterance, act: Act) -> Said:
        middle = middle_of(utterance.start, utterance.end)
        within, stage = casting.rounds.at(middle), stages.at(middle)
        return Said(
            utterance=utterance,
            act=act,
            role=casting.role_in(utterance.speaker, within),
            within=within,
            stage=None if stage is None else stage.stage,
        )

    rows = (said(*pair) for pair in zip(analysis.utterances, analysis.acts, strict=True))
    return tuple(sorted(rows, key=lambda row: (row.utterance.start, row.utterance.n)))


@once
def voices_in(analysis: Analysis) -> tuple[str, ...]:
    """Every voice's id once: first the known speakers, then any that only turns or text name."""
    known = [speaker.id for speaker in analysis.speakers]
    heard = [turn.speaker for turn in analysis.turns]
    wrote = [utterance.speaker for utterance in analysis.utterances]
    return tuple(dict.fromkeys(known + heard + wrote))


def voices_with(analysis: Analysis, role: Role) -> frozenset[str]:
    """The ids of the voices that have this role, be it in one round only."""
    return frozenset(seconds_as(analysis, role))


def seconds_as(analysis: Analysis, role: Role) -> dict[str, float]:
    """For how long each voice that ever has this role has it."""
    return Casting.of(analysis).seconds_as(role, voices_in(analysis), span_of(analysis))


def name_of(analysis: Analysis, voice: str) -> str:
    """A voice's name, or its id where it has none."""
    return next((s.name for s in analysis.speakers if s.id == voice and s.name), voice)


def whole_set(analysis: Analysis) -> Group:
    """Everybody."""
    return Group(subject=SET, voices=frozenset(voices_in(analysis)))


def groups_in(analysis: Analysis) -> tuple[Group, ...]:
    """Each voice, each role that somebody has (``role:NAME``), and the set."""
    each = [Group(subject=v, voices=frozenset({v})) for v in voices_in(analysis)]
    roles = ((role, voices_with(analysis, role)) for role in ROLES)
    by_role = [
        Group(subject=f"role:{role}", voices=voices, role=role) for role, voices in roles if voices
    ]
    return (*each, *by_role, whole_set(analysis))


def for_each_group(
    analysis: Analysis, figures: Callable[[Group, Sequence[Said]], Iterable[Measure]]
) -> tuple[Measure, ...]:
    """The figures of every group, each worked out from that group's own utterances."""
    return tuple(figure for group, rows in _said_by(analysis) for figure in figures(group, rows))


@once
def _said_by(analysis: Analysis) -> tuple[tuple[Group, tuple[Said, ...]], ...]:
    """Every group with its own utterances."""
    rows = said_in(analysis)
    return tuple(
        (group, tuple(row for row in rows if group.has(row.utterance.speaker, row.role)))
        for group in groups_in(analysis)
    )


def figure(
    name: str,
    subject: str,
    value: float | str | None,
    *,
    interval: tuple[float, float] | None = None,
    evidence: Iterable[Stretch] = (),
    note: str = "",
) -> Measure:
    """A measure under a defined name; an interval always holds its value."""
    low, high = interval if interval is not None else (None, None)
    if low is not None and high is not None and isinstance(value, float | int):
        low, high = min(low, value), max(high, value)
    return Measure(
        name=name,
        subject=subject,
        value=value,
        unit=UNITS[name],
        low=low,
        high=high,
        evidence=tuple(evidence),
        note=note,
    )


def share(
    name: str,
    subject: str,
    part: int,
    whole: int,
    *,
    evidence: Iterable[Stretch] = (),
    missing: str,
    at_least: int = 1,
) -> Measure:
    """``part`` of ``whole`` with a Wilson 95 % interval and its counts in the note.

    :param missing: the note where ``whole`` is less than ``at_least`` and the value is ``None``.
    """
    if whole < at_least:
        return figure(name, subject, None, evidence=evidence, note=missing)
    return figure(
        name,
        subject,
        part / whole,
        interval=wilson(part, whole),
        evidence=evidence,
        note=f"{part} of {whole}",
    )


def per_10_min(name: str, subject: str, rows: Sequence[Said], duration: float) -> Measure:
    """Utterances for every ten minutes of what is looked at; ``None`` where it has no length."""
    if duration <= 0:
        return figure(name, subject, None, note="The recording has no length.")
    return figure(name, subject, len(rows) * TEN_MINUTES / duration, evidence=evidence_of(rows))


def middle(values: Sequence[float]) -> float | None:
    """The median, or ``None`` where there is nothing."""
    return float(median(values)) if values else None


def evidence_of(rows: Iterable[Said]) -> tuple[Stretch, ...]:
    """Where to listen to these utterances."""
    return tuple(
        Stretch(start=r.utterance.start, end=r.utterance.end, utterance=r.utterance.n) for r in rows
    )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % score interval for a proportion (Wilson 1927, JASA 22:209-212).

    :raises ValueError: ``whole`` is 0, or ``part`` is not between 0 and ``whole``.
    """
    interval = binomtest(part, whole).proportion_ci(confidence_level=0.95, method="wilson")
    return float(interval.low), float(interval.high)


def jeffreys(part: int, whole: int) -> tuple[float, float]:
    """Jeffreys' 95 % interval for a proportion (Brown, Cai & DasGupta 2001, Stat. Sci. 16:101).

    The lower end is 0 where ``part`` is 0, and the upper end is 1 where ``part`` is ``whole``.
    """
    a, b = part + 0.5, whole - part + 0.5
    low = 0.0 if part == 0 else float(betaincinv(a, b, 0.025))
    high = 1.0 if part == whole else float(betaincinv(a, b, 0.975))
    return low, high
