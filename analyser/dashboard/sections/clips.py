"""Short samples of a voice, to hear who it is."""

from __future__ import annotations

from analyser.dashboard import components
from analyser.dashboard.look import clock, names_of
from analyser.dashboard.sections import Shown
from analyser.measures.samples import samples


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
