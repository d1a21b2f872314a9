"""Ground rule 1 of a set: statements only in answer to a question. A count and a list, opt-in.

To whom a statement is made nobody can hear for certain. It counts as made to the presenter in the
stages in which the set works on the issue, unless it names somebody else; so it cannot be told
where no such stage is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from analyser.domain import Analysis, Measure
from analyser.measures.casting import Casting
from analyser.measures.common import (
    Group,
    Said,
    evidence_of,
    figure,
    for_each_group,
    name_of,
    said_in,
    voices_in,
    voices_with,
)
from analyser.measures.questions import is_murmur, words_in
from analyser.measures.quiet import first_name, is_called

FEWEST_WORDS = 4
"""Fewer words than this are no statement: "yes, I see"."""

WORKS_ON_THE_ISSUE = frozenset({"presenting", "questions", "reflection"})
"""The stages in which the rule holds; in the others statements are welcome, or are to everybody."""


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Statements to the presenter that answered no question, by voice, by role and in all."""
    rows = said_in(analysis)
    missing = _missing(analysis, rows)
    found = () if missing else unasked(analysis)
    return for_each_group(analysis, partial(_figures, found, missing))


def unasked(analysis: Analysis) -> tuple[Said, ...]:
    """Statements to the presenter, by members and facilitators, that answered no question.

    The turn before is the last in which another voice said more than a murmur.
    """
    names, casting = _first_names(analysis), Casting.of(analysis)
    found: list[Said] = []
    before, turn = list[Said](), list[Said]()
    for row in said_in(analysis):
        if is_murmur(row.utterance.text):
            continue
        if turn and turn[-1].utterance.speaker != row.utterance.speaker:
            before, turn = turn, []
        turn.append(row)
        if _is_statement(row) and not _calls_another(row, names, casting):
            found += [row] * (not any(_asks(row.utterance.speaker, b, names) for b in before))
    return tuple(found)


def _is_statement(row: Said) -> bool:
    """Whether it may be a statement to the presenter: it neither asks, gives back nor runs."""
    return (
        row.role in {"member", "facilitator"}
        and row.act.act in {"advice", "other"}
        and row.act.form != "disguised"
        and row.stage in WORKS_ON_THE_ISSUE
        and words_in(row) >= FEWEST_WORDS
    )


def _calls_another(row: Said, names: Mapping[str, str], casting: Casting) -> bool:
    """Whether it names somebody who does not present."""
    return any(
        is_called(name, row.utterance.text)
        for voice, name in names.items()
        if voice != row.utterance.speaker and casting.role_in(voice, row.within) != "presenter"
    )


def _asks(voice: str, row: Said, names: Mapping[str, str]) -> bool:
    """Whether something was put to this voice.

    The presenter asks whoever answers. What anybody else asks is put to the presenter, unless it
    names the voice; a remark that runs the session and names nobody is put to everybody.
    """
    text = row.utterance.text
    runs = row.act.act == "process"
    if not (runs or row.is_question or text.rstrip().endswith("?")):
        return False
    if row.role == "presenter" or (voice in names and is_called(names[voice], text)):
        return True
    return runs and not any(is_called(name, text) for name in names.values())


def _missing(analysis: Analysis, rows: Sequence[Said]) -> str:
    """Why it cannot be told; empty if it can."""
    if not voices_with(analysis, "presenter"):
        return "Nobody has the role of the presenter."
    if not any(row.stage in WORKS_ON_THE_ISSUE for row in rows):
        return "Nobody has marked the stages in which the set works on the issue."
    return ""


def _first_names(analysis: Analysis) -> dict[str, str]:
    found = {voice: first_name(name_of(analysis, voice)) for voice in voices_in(analysis)}
    return {voice: name for voice, name in found.items() if name is not None}


def _figures(
    found: Sequence[Said], missing: str, group: Group, _rows: Sequence[Said]
) -> Iterable[Measure]:
    """One group's count."""
    if missing:
        yield figure("ground_rule_1", group.subject, None, note=missing)
        return
    own = [row for row in found if group.has(row.utterance.speaker, row.role)]
    yield figure("ground_rule_1", group.subject, len(own), evidence=evidence_of(own))
