"""Buttons that play a stretch: short samples of a voice, rounds and stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyser.dashboard import components
from analyser.dashboard.sections import Shown
from analyser.domain import Mark
from analyser.measures.samples import samples
from analyser.report.look import clock, names_of


def show_clips(shown: Shown, voice: str, *, key: str) -> None:
    """A button for each sample of a voice, by its id; each plays and stops at its end."""
    name = names_of(shown.analysis)[voice]
    rows = [
        {
            "start": sample.start,
            "end": sample.end,
            "label": clock(sample.start),
            "about": f"Listen to {name} at {clock(sample.start)}",
        }
        for sample in samples(shown.analysis, voice)
    ]
    components.clips(rows, key=key)


def show_marks(marks: Sequence[Mark], names: Mapping[str, str], *, key: str) -> None:
    """A button for each round and stage, which plays it from its start to its end."""
    rows = [
        {
            "start": mark.start,
            "end": mark.end,
            "label": names[mark.id],
            "about": f"Listen to {names[mark.id]}",
        }
        for mark in marks
    ]
    components.clips(rows, key=key)
