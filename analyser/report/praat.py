"""The session for Praat: a TextGrid with what each voice said, and where it is heard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from analyser.domain import Analysis
from analyser.report.stretches import SHORTEST, Labelled, marked, spoken_by, tiers, turns_of


def textgrid_of(analysis: Analysis) -> str:
    """A long TextGrid: for each voice ``NAME`` (utterances) and ``NAME, turns`` (in the sound).

    The tiers ``rounds`` and ``stages`` are there where a person marked any. Within a tier nothing
    overlaps, as Praat demands.
    """
    from praatio import textgrid
    from praatio.utilities.constants import Interval

    made = [(name, list(rows)) for name, rows in _tiers(analysis)]
    ends = [row.end for _name, rows in made for row in rows]
    last = max([analysis.recording.duration, SHORTEST, *ends])
    grid = textgrid.Textgrid(0.0, last)
    for name, rows in made:
        entries = [Interval(row.start, row.end, row.label) for row in rows]
        grid.addTier(textgrid.IntervalTier(name, entries, 0.0, last))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "set.TextGrid"
        grid.save(str(path), format="long_textgrid", includeBlankSpaces=True)
        return path.read_text(encoding="utf-8")


def _tiers(analysis: Analysis) -> Iterable[tuple[str, Iterable[Labelled]]]:
    for voice, name in tiers(analysis).items():
        yield name, spoken_by(analysis, voice)
        yield f"{name}, turns", turns_of(analysis, voice)
    for kind in ("round", "stage"):
        if rows := marked(analysis, kind):
            yield f"{kind}s", rows
