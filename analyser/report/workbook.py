"""Every figure and every list of a session in one workbook, for those who live in a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyser.domain import QUESTIONS, Analysis, Measure, Session
from analyser.measures import DEFINITIONS, first_sentence, told, warnings
from analyser.report import tidy
from analyser.report.charts import airtime
from analyser.report.engines import heard_with
from analyser.report.look import ROLE_LABELS, clock, names_apart
from analyser.report.tables import neutralised
from analyser.report.texts import one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST = 60
_NARROWEST = 8
_NO_FORMULAS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
"""What was said is text; xlsxwriter would otherwise make formulas and links of it."""


def xlsx_of(
    analysis: Analysis, measures: Sequence[Measure], *, session: Session | None = None
) -> bytes:
    """A sheet for each list, each with a header that stays, a filter and readable columns."""
    file = io.BytesIO()
    with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": _NO_FORMULAS}) as book:
        styles = _Styles.of(book.book)
        for name, frame in sheets(analysis, measures, session=session).items():
            ready = neutralised(frame)
            ready.to_excel(book, sheet_name=name, index=False)
            _dress(book.sheets[name], ready, styles)
    return file.getvalue()


def sheets(
    analysis: Analysis, measures: Sequence[Measure], *, session: Session | None = None
) -> dict[str, pd.DataFrame]:
    """What is on each sheet, by its name."""
    which = session.id if session else ""
    spoken = tidy.utterances(analysis, measures, session=which)
    readable = spoken.assign(at=spoken["start"].map(clock))
    return {
        "Summary": _summary(analysis, measures, session),
        "Measures": _measures(analysis, measures, which),
        "Airtime": airtime.rows(analysis, measures).drop(columns=["label"]),
        "Questions": readable[readable["label"].isin(QUESTIONS)][_QUESTIONS],
        "Advice": readable[readable["label"] == "advice"][_ADVICE],
        "Utterances": spoken,
        "Turns": tidy.turns(analysis, session=which),
        "Rounds and stages": tidy.marks(analysis, session=which),
        "Put right": readable[_put_right(analysis, spoken)][_CHANGED],
    }


_QUESTIONS = ["utterance_id", "at", "start", "name", "role", "label", "p_label", "text"]
_ADVICE = [
    *("utterance_id", "at", "start", "name", "role", "form", "invited", "p_label", "cue", "text"),
]
_CHANGED = ["utterance_id", "at", "name", "label", "form", "by", "edited_by", "text"]


def _put_right(analysis: Analysis, spoken: pd.DataFrame) -> pd.Series[bool]:
    """The utterances whose words, times, voice or label are a person's."""
    machines = set(analysis.engines.values())
    certain = (spoken["p_label"] == 1.0) & ~spoken["by"].isin(machines)
    return certain | (spoken["edited_by"] != "")


def _summary(
    analysis: Analysis, measures: Sequence[Measure], session: Session | None
) -> pd.DataFrame:
    """What, when, the first answer, and what to be wary of."""
    about: list[tuple[str, str]] = [
        ("Session", session.name if session else analysis.recording.name),
        ("Held", session.held if session else ""),
        ("Programme", session.programme if session else ""),
        ("Length", clock(analysis.recording.duration)),
        ("In a sentence", first_sentence(analysis, measures)),
        ("Heard with", heard_with(analysis)),
    ]
    about += [("Note", notice.text) for notice in (*analysis.warnings, *warnings(analysis))]
    rows = [{"What": what, "": one_line(text)} for what, text in about if text]
    return pd.DataFrame(rows, columns=["What", ""], dtype="str")


def _measures(analysis: Analysis, measures: Sequence[Measure], which: str) -> pd.DataFrame:
    """Every figure: in numbers, in words, and what it means."""
    names = names_apart(analysis)
    frame = tidy.measures(measures, session=which)
    return frame.assign(
        about=[_subject(figure.subject, names) for figure in measures],
        told=[told(figure) for figure in measures],
        meaning=frame["measure"].map(DEFINITIONS).astype("str"),
    )[
        [
            *("measure", "title", "subject", "about", "value", "word", "unit", "low", "high"),
            *("told", "note", "meaning"),
        ]
    ]


def _subject(subject: str, names: Mapping[str, str]) -> str:
    """Whom a figure is about, in plain words."""
    if subject == "set":
        return "The set"
    role = subject.removeprefix("role:")
    return ROLE_LABELS.get(role, subject) if role != subject else names.get(subject, subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Styles:
    head: Format = field(repr=False)
    text: Format = field(repr=False)

    @classmethod
    def of(cls, book: Workbook) -> _Styles:
        return cls(
            head=book.add_format(
                {"bold": True, "bg_color": "#eef2f6", "bottom": 1, "valign": "top", "align": "left"}
            ),
            text=book.add_format({"valign": "top", "text_wrap": True}),
        )


def _dress(sheet: Worksheet, frame: pd.DataFrame, styles: _Styles) -> None:
    """A header that stays in sight, a filter, and columns as wide as what is in them."""
    for place, name in enumerate(frame.columns):
        sheet.write(0, place, str(name), styles.head)
        sheet.set_column(place, place, _width(frame[name], str(name)), styles.text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _width(column: pd.Series[Any], name: str) -> int:
    longest = max([len(name), *(len(str(cell)) for cell in column.head(200))])
    return max(_NARROWEST, min(_WIDEST, longest + 2))
