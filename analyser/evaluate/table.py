"""The scores as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analyser.domain import ACTS
from analyser.evaluate.scores import ActCount, Result, Scores, macro_f1

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

NOTHING = "–"


def table_of(scores: Scores) -> Group:
    """Who spoke, what was said, the acts and the speed, with what the figures mean."""
    from rich.console import Group

    overall = scores.overall
    return Group(
        _who_spoke(scores),
        "DER forgives nothing; ±0.25 leaves out 0.25 s on either side of a boundary (md-eval's"
        " collar). Airtime: the largest and the mean error of a share, in percentage points.",
        _what_was_said(scores),
        "Acts: the mean F1 of open questions, closed questions and advice; heard: found by the"
        " whole path, at the right time.",
        *([_acts(overall)] if overall.acts_on_text else []),
        *([_speed(overall)] if overall.seconds else []),
        _memory(scores.peak_memory_mib),
    )


def _who_spoke(scores: Scores) -> Table:
    columns = (
        *("Length", "DER", "±0.25", "Missed", "False", "Confused"),
        *("Voices", "Airtime max", "mean"),
    )
    table = _table("Who spoke", columns)
    for row in scores.results:
        who = row.diarisation
        voices = f"{who.voices_found} of {who.voices_truth}" if who else NOTHING
        table.add_row(_plain(row.name), *_voices(row, voices))
    if len(scores.results) > 1:
        table.add_row("all", *_voices(scores.overall, _right(scores)))
    return table


def _right(scores: Scores) -> str:
    """In how many recordings the number of voices is right."""
    known = [row.diarisation for row in scores.results if row.diarisation]
    right = sum(who.voices_found == who.voices_truth for who in known)
    return f"right in {right} of {len(known)}" if known else NOTHING


def _voices(row: Result, voices: str) -> list[str]:
    length = f"{row.duration / 60:.1f} min" if row.duration else NOTHING
    who = row.diarisation
    if who is None:
        return [length, *[NOTHING] * 8]
    exact = who.exact
    parts = (exact.missed, exact.false_alarm, exact.confusion)
    return [
        length,
        _number(exact.rate, 3),
        _number(who.forgiving.rate, 3),
        *(_number(exact.part(seconds), 3) for seconds in parts),
        voices,
        _number(who.airtime_max, 1),
        _number(who.airtime_mean, 1),
    ]


def _what_was_said(scores: Scores) -> Table:
    columns = ("WER", "cpWER", "Acts on text", "Acts heard", "× real time")
    table = _table("What was said", columns)
    for row in [*scores.results, scores.overall][: None if len(scores.results) > 1 else 1]:
        said = row.wording
        table.add_row(
            _plain(row.name),
            _number(said.wer.rate if said else None, 3),
            _number(said.cpwer.rate if said else None, 3),
            _number(macro_f1(row.acts_on_text or ()), 3),
            _number(macro_f1(row.acts_heard or ()), 3),
            _number(row.real_time, 3),
        )
    return table


def _acts(overall: Result) -> Table:
    columns = [
        *("In truth", "Precision", "Recall", "F1"),
        *("Heard: precision", "Recall", "F1"),
    ]
    table = _table("Act", columns)
    text, heard = _by_act(overall.acts_on_text), _by_act(overall.acts_heard)
    for act in ACTS:
        known = text.get(act) or heard.get(act)
        truth = str(known.truth) if known else NOTHING
        table.add_row(act, truth, *_act(text.get(act)), *_act(heard.get(act)))
    table.add_row(
        "mean",
        *("", "", ""),
        _number(macro_f1(text.values()), 3),
        *("", ""),
        _number(macro_f1(heard.values()), 3),
    )
    return table


def _by_act(counts: Iterable[ActCount] | None) -> dict[str, ActCount]:
    return {count.act: count for count in counts or ()}


def _act(count: ActCount | None) -> list[str]:
    if count is None:
        return [NOTHING] * 3
    return [_number(figure, 3) for figure in (count.precision, count.recall, count.f1)]


def _speed(overall: Result) -> Table:
    table = _table("Stage", ["Seconds", "× real time"])
    for stage, seconds in overall.seconds:
        table.add_row(stage, _number(seconds, 1), _number(seconds / overall.duration, 4))
    return table


def _memory(peak: float | None) -> str:
    return "" if peak is None else f"The most memory held: {peak:.0f} MiB."


def _table(first: str, columns: Iterable[str]) -> Table:
    from rich.table import Table

    table = Table(first)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _plain(text: str) -> str:
    """A file's name, which may hold what the terminal would take for markup."""
    from rich.markup import escape

    return escape(text)


def _number(value: float | None, places: int) -> str:
    return NOTHING if value is None else f"{value:.{places}f}"
