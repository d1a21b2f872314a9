"""What a feedback sheet says, in texts that are ready to be set: no layout, and nothing computed.

Every text in it is what somebody typed or said. It is data in all that follows: a template sets
it, and never runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from analyser.domain import (
    QUESTIONS,
    Analysis,
    Behaviour,
    Measure,
    Rating,
    Seen,
    Session,
    Sheet,
    SheetItem,
)
from analyser.measures import DEFINITIONS, TITLES, about_facilitator, told
from analyser.measures.casting import Casting, middle_of
from analyser.report.look import clock, look_of
from analyser.report.texts import one_line, writable

SEEN_IN_WORDS: Mapping[Seen, str] = {
    "yes": "Yes",
    "partly": "In part",
    "no": "Not this time",
    "cannot_tell": "Cannot tell",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point, and the moment to listen to: ``12:05``, or nothing."""

    text: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of the trainee's own: its number, its moment, what kind it is, its words."""

    number: int
    at: str
    sign: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a figure is, with its doubt, for whom, and what it rests on."""

    who: str
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: its title, what it is for the facilitator and for the set, and what it means."""

    title: str
    meaning: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeing:
    """A line of the rubric: what can be seen, whether it was, and what was noted."""

    title: str
    question: str
    seen: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A feedback sheet in words. ``opening`` and ``closing`` are paragraphs."""

    session: str
    day: str
    programme: str
    author: str
    signed: str
    opening: tuple[str, ...]
    strengths: tuple[Point, ...]
    wonders: tuple[Point, ...]
    next_time: tuple[Point, ...]
    questions: tuple[Asked, ...]
    figures: tuple[Figure, ...]
    seen: tuple[Seeing, ...]
    goals: tuple[str, ...]
    goals_set: tuple[str, ...]
    closing: tuple[str, ...]


def told_in(
    sheet: Sheet,
    session: Session,
    analysis: Analysis,
    measures: Sequence[Measure],
    *,
    author: str,
    goals: Sequence[str] = (),
    rubric: Sequence[Behaviour] = (),
) -> Told:
    """The sheet in words.

    :param author: the name of who wrote it.
    :param goals: what the trainee set out to do after this session.
    :param rubric: what the behaviours that were rated are called.
    """
    return Told(
        session=one_line(session.name),
        day=day_in_words(session.held),
        programme=one_line(session.programme),
        author=one_line(author),
        signed=day_in_words(sheet.signed),
        opening=_paragraphs(sheet.opening),
        strengths=_points(sheet.strengths),
        wonders=_points(sheet.wonders),
        next_time=_points(sheet.next_time),
        questions=own_questions(analysis) if sheet.questions else (),
        figures=tuple(_figures(sheet.figures, analysis, measures)),
        seen=tuple(_seen(sheet.ratings, rubric)),
        goals=tuple(one_line(goal) for goal in sheet.goals),
        goals_set=tuple(one_line(goal) for goal in goals),
        closing=_paragraphs(sheet.closing),
    )


def own_questions(analysis: Analysis) -> tuple[Asked, ...]:
    """The facilitator's questions in order of time, numbered and in full."""
    pairs = zip(analysis.utterances, analysis.acts, strict=True)
    cast = Casting.of(analysis)
    asked = [
        (spoken, look_of(act))
        for spoken, act in pairs
        if act.act in QUESTIONS
        and cast.role(spoken.speaker, middle_of(spoken.start, spoken.end)) == "facilitator"
    ]
    return tuple(
        Asked(
            number=number,
            at=clock(spoken.start),
            sign=look.sign,
            label=look.label,
            text=one_line(spoken.text),
        )
        for number, (spoken, look) in enumerate(asked, start=1)
    )


def day_in_words(moment: str) -> str:
    """An ISO 8601 day or moment as ``3 March 2026``; what is none is left as it is."""
    if not moment:
        return ""
    try:
        when = datetime.fromisoformat(moment).date()
    except ValueError:
        return one_line(moment)
    return _in_words(when)


def _in_words(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for part in writable(text).splitlines() if (line := one_line(part)))


def _points(items: Iterable[SheetItem]) -> tuple[Point, ...]:
    return tuple(
        Point(text=one_line(item.text), at="" if item.start is None else clock(item.start))
        for item in items
    )


def _figures(
    names: Iterable[str], analysis: Analysis, measures: Sequence[Measure]
) -> Iterable[Figure]:
    """Each figure, for the facilitator and for the set as far as there are such."""
    own = about_facilitator(analysis, measures)
    of_all = {figure.name: figure for figure in measures if figure.subject == "set"}
    for name in names:
        found = (("You", own.get(name)), ("The set", of_all.get(name)))
        whole = of_all.get(name)
        readings = tuple(
            Reading(who=who, value=told(figure), note=one_line(figure.note))
            for who, figure in found
            if figure is not None and (who == "The set" or figure is not whole)
        )
        if readings:
            yield Figure(title=TITLES[name], meaning=DEFINITIONS[name], readings=readings)


def _seen(ratings: Iterable[Rating], rubric: Iterable[Behaviour]) -> Iterable[Seeing]:
    known = {behaviour.id: behaviour for behaviour in rubric}
    for rating in ratings:
        behaviour = known.get(rating.behaviour)
        yield Seeing(
            title=one_line(behaviour.title if behaviour else rating.behaviour),
            question=one_line(behaviour.question) if behaviour else "",
            seen=SEEN_IN_WORDS[rating.seen],
            note=one_line(rating.note),
        )
