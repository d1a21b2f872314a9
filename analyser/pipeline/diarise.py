"""Sound → turns: who spoke when, as voices without names.

A diariser hears voices, not people: it calls them ``S1``, ``S2``, … in the order in which they
first speak. Turns of different voices may overlap. Which diariser is used is a setting; the heavy
libraries are imported by the adapters, once something is to be diarised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from analyser.domain import Progress, Turn
from analyser.errors import InputError, ModelError
from analyser.pipeline.audio import Audio
from analyser.pipeline.keeping import Keep, afresh
from analyser.settings import Settings


class Diariser(Protocol):
    """Tells voices apart. ``id`` names the model and every setting that changes what it finds."""

    @property
    def id(self) -> str:
        """What stands in an analysis, and in the name under which its turns are remembered."""

    def diarise(self, audio: Audio, *, keep: Keep = afresh, progress: Progress) -> tuple[Turn, ...]:
        """All turns in order of their start; none if nobody speaks.

        :param keep: remembers parts of the work by name, so that an interrupted one goes on.
        """


Factory = Callable[[Settings, int, int | None], Diariser]
"""Settings, the most voices to look for, and their exact number if it is known → a diariser."""


def _embedded(settings: Settings, max_speakers: int, speakers: int | None) -> Diariser:
    from analyser.pipeline import pyannote_diariser

    return pyannote_diariser.embedded(settings, max_speakers, speakers)


def _community(settings: Settings, max_speakers: int, speakers: int | None) -> Diariser:
    from analyser.pipeline import pyannote_diariser

    return pyannote_diariser.community(settings, max_speakers, speakers)


def _folder(settings: Settings, max_speakers: int, speakers: int | None) -> Diariser:
    from analyser.pipeline import pyannote_diariser

    return pyannote_diariser.folder(settings, max_speakers, speakers)


DIARISERS: Mapping[str, Factory] = {
    "auto": _embedded,
    "pyannote-campplus": _embedded,
    "speaker-diarization-community-1": _community,
    "pyannote/speaker-diarization-community-1": _community,
}
"""Every diariser by its name. A folder with a pyannote pipeline in it is one, too."""


def diariser(settings: Settings, *, max_speakers: int, speakers: int | None) -> Diariser:
    """The diariser that the settings name.

    :param max_speakers: the most voices to look for, at least 1.
    :param speakers: exactly so many voices, if somebody insists; ``max_speakers`` is then void.
    :raises ModelError: the name is neither known nor a folder, or weights are missing or damaged.
    :raises InputError: a number of voices is below 1.
    """
    if min(max_speakers, max_speakers if speakers is None else speakers) < 1:
        raise InputError("A recording has at least one voice.", "Give a number of 1 or more.")
    factory = DIARISERS.get(settings.diariser)
    if factory is None and Path(settings.diariser).is_dir():
        factory = _folder
    if factory is None:
        known = ", ".join(DIARISERS)
        raise ModelError(
            f"There is no diariser called '{settings.diariser}'.",
            f"Choose one of: {known}; or name the folder of a pyannote pipeline.",
        )
    return factory(settings, max_speakers, speakers)
