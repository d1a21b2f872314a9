"""The feedback sheet as a PDF that a screen reader can read: tagged, PDF/UA-1, fonts inside.

Typst sets it from ``templates/sheet.typ``. The texts reach the template as JSON, as its input, and
never as code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from analyser.domain import Analysis, Behaviour, Measure, Session, Sheet
from analyser.report.pictures import Picture
from analyser.report.sheet.charts import charts_of
from analyser.report.sheet.told import Told, told_in
from analyser.report.texts import writable

_FONT = "Libertinus Serif"
_CHART_WIDTH = 520
"""Pixels, so that a chart's letters are as large as those around it."""


def sheet_pdf(
    sheet: Sheet,
    session: Session,
    analysis: Analysis,
    measures: Sequence[Measure],
    *,
    author: str,
    goals: Sequence[str] = (),
    rubric: Sequence[Behaviour] = (),
) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1), A4.

    :param author: the name of who wrote it.
    :param goals: what the trainee set out to do after this session.
    :param rubric: what the behaviours that were rated are called.
    """
    told = told_in(sheet, session, analysis, measures, author=author, goals=goals, rubric=rubric)
    (made,) = compiled(told, charts_of(told, analysis, measures), form="pdf")
    return made


def compiled(
    told: Told,
    charts: Sequence[tuple[str, Picture]],
    *,
    form: Literal["pdf", "png"],
    dots_per_inch: float = 110,
) -> list[bytes]:
    """The sheet's texts set by typst: one PDF, or a PNG for each page.

    PDF/UA-1 forbids a sign that no font of this machine has. Where somebody typed one, the PDF is
    tagged all the same, and the sign stands as an empty box.
    """
    import typst

    standards = ["ua-1"] if form == "pdf" else []
    texts = json.dumps({**asdict(told), "charts": _drawn(charts)}, ensure_ascii=False)
    try:
        return _set(texts, form, standards, dots_per_inch)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _set(texts, form, [], dots_per_inch)


def _set(texts: str, form: Literal["pdf", "png"], standards: Any, ppi: float) -> list[bytes]:
    import typst

    made = typst.Compiler(_template(), font_paths=_fonts()).compile(
        format=form, sys_inputs={"sheet": texts}, pdf_standards=standards, ppi=ppi
    )
    return made if isinstance(made, list) else [made or b""]


def _drawn(charts: Sequence[tuple[str, Picture]]) -> list[dict[str, str]]:
    """The charts as SVG in the sheet's own font, each with the words that stand for it."""
    return [
        {
            "title": title,
            "svg": picture.svg(width=_CHART_WIDTH, font=_FONT),
            "words": writable(picture.words),
        }
        for title, picture in charts
    ]


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("analyser.report").joinpath("templates", "sheet.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Typst's own fonts first; the machine's stand in for signs that those do not have."""
    import typst

    return typst.Fonts()
