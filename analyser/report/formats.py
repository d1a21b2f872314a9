"""Every format that an analysis leaves the program in, by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyser.domain import Analysis, Measure, Session
from analyser.errors import InputError
from analyser.measures import measure
from analyser.report.document import document, json_of
from analyser.report.elan import eaf_of
from analyser.report.praat import textgrid_of
from analyser.report.subtitles import srt_of, vtt_of
from analyser.report.turns import rttm_of

Content = str | bytes
Make = Callable[[Analysis, Sequence[Measure], Session | None], Content]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: what a person reads about it, its name's ending, its media type.

    ``make`` turns an analysis with its measures into the file's content; a text is UTF-8.
    """

    title: str
    ending: str
    media: str
    make: Make


def export(
    analysis: Analysis,
    form: str,
    *,
    session: Session | None = None,
    measures: Sequence[Measure] | None = None,
) -> Content:
    """The analysis as a file in one of ``FORMATS``: text or bytes.

    :param session: adds the session's id, its day and its programme where the format has room.
    :param measures: the figures, where they are known already.
    :raises InputError: the format is unknown.
    """
    if form not in FORMATS:
        raise InputError(
            f"The format '{form}' is not known.", f"Known formats: {', '.join(FORMATS)}."
        )
    figures = measure(analysis) if measures is None else measures
    return FORMATS[form].make(analysis, figures, session)


def file_name(name: str, ending: str) -> str:
    """A file's name from a session's: letters, figures and hyphens, so that every system has it."""
    plain = "".join(sign if sign.isalnum() else " " for sign in name)
    return f"{'-'.join(plain.split())[:80] or 'session'}{ending}"


def _json(analysis: Analysis, measures: Sequence[Measure], session: Session | None) -> str:
    return json_of(document(analysis, measures, session=session))


def _csv(analysis: Analysis, measures: Sequence[Measure], session: Session | None) -> str:
    from analyser.report.tables import csv_of

    return csv_of(analysis, measures, session=_id(session))


def _parquet(analysis: Analysis, measures: Sequence[Measure], session: Session | None) -> bytes:
    from analyser.report.tables import parquet_of

    return parquet_of(analysis, measures, session=_id(session))


def _xlsx(analysis: Analysis, measures: Sequence[Measure], session: Session | None) -> bytes:
    from analyser.report.workbook import xlsx_of

    return xlsx_of(analysis, measures, session=session)


def _id(session: Session | None) -> str:
    return session.id if session else ""


def _of_talk(write: Callable[[Analysis], str]) -> Make:
    """A format that tells what was said and by whom, and no figure."""
    return lambda analysis, _measures, _session: write(analysis)


def _svg(chart: str) -> Make:
    def make(analysis: Analysis, measures: Sequence[Measure], _session: Session | None) -> str:
        from analyser.report.pictures import PICTURES

        return PICTURES[chart](analysis, measures).svg()

    return make


def _png(chart: str) -> Make:
    def make(analysis: Analysis, measures: Sequence[Measure], _session: Session | None) -> bytes:
        from analyser.report.pictures import PICTURES

        return PICTURES[chart](analysis, measures).png()

    return make


_CHARTS = {
    "airtime": "Airtime",
    "creep": "Advice creep",
    "timeline": "The session from start to end",
    "questions": "Questions",
    "givers": "Who gave advice",
    "waits": "Room to think",
    "reflections": "Reflections to questions",
}
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kind(title: str, ending: str, media: str, make: Make) -> Format:
    return Format(title=title, ending=ending, media=media, make=make)


FORMATS: dict[str, Format] = {
    "json": _kind("Everything, for programs (JSON)", ".json", "application/json", _json),
    "xlsx": _kind("All figures and lists (Excel)", ".xlsx", _SHEET, _xlsx),
    "csv": _kind("Utterances (CSV)", ".csv", "text/csv", _csv),
    "parquet": _kind(
        "Utterances (Parquet)", ".parquet", "application/vnd.apache.parquet", _parquet
    ),
    "vtt": _kind("Subtitles (WebVTT)", ".vtt", "text/vtt", _of_talk(vtt_of)),
    "srt": _kind("Subtitles (SRT)", ".srt", "application/x-subrip", _of_talk(srt_of)),
    "rttm": _kind("Who spoke when (RTTM)", ".rttm", "text/plain", _of_talk(rttm_of)),
    "eaf": _kind("Tiers for ELAN", ".eaf", "application/xml", _of_talk(eaf_of)),
    "textgrid": _kind("Tiers for Praat", ".TextGrid", "text/plain", _of_talk(textgrid_of)),
    **{
        f"{chart}-svg": _kind(
            f"{title}, chart (SVG)", f"-{chart}.svg", "image/svg+xml", _svg(chart)
        )
        for chart, title in _CHARTS.items()
    },
    **{
        f"{chart}-png": _kind(f"{title}, chart (PNG)", f"-{chart}.png", "image/png", _png(chart))
        for chart, title in _CHARTS.items()
    },
}
"""Every format that an analysis can be exported to, by its name."""
