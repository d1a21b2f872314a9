"""Who spoke when: the diarisation error rate, and what it does to the airtime."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analyser.domain import Turn
from analyser.evaluate.scores import Diarisation, SpeechErrors
from analyser.measures.turns import merged

COLLAR_SECONDS = 0.25
"""Forgiven on either side of a boundary. pyannote.metrics counts both sides together, so it is
given twice this; NIST's md-eval counts one side (``-c 0.25``)."""


def diarisation_of(truth: Sequence[Turn], found: Sequence[Turn], duration: float) -> Diarisation:
    """Score ``found`` against ``truth`` over the whole recording of ``duration`` seconds."""
    return Diarisation(
        exact=_errors(truth, found, duration, 0.0),
        forgiving=_errors(truth, found, duration, COLLAR_SECONDS),
        voices_truth=len({turn.speaker for turn in truth}),
        voices_found=len({turn.speaker for turn in found}),
        airtime_points=_airtime_points(truth, found, duration),
    )


def _errors(
    truth: Sequence[Turn], found: Sequence[Turn], duration: float, collar: float
) -> SpeechErrors:
    """Missed, false and confused speech, overlap included, under the best mapping of voices."""
    from pyannote.metrics.diarization import DiarizationErrorRate

    metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=False)
    parts = metric(
        _annotation(truth), _annotation(found), uem=_extent(truth, found, duration), detailed=True
    )
    return SpeechErrors(
        total=float(parts["total"]),
        missed=float(parts["missed detection"]),
        false_alarm=float(parts["false alarm"]),
        confusion=float(parts["confusion"]),
    )


def _airtime_points(
    truth: Sequence[Turn], found: Sequence[Turn], duration: float
) -> tuple[float, ...]:
    """For each voice of the truth, how far its share of the talk is off, in percentage points.

    Voices are mapped one to one as the error rate maps them; a voice that nobody was mapped to
    was found with a share of 0.
    """
    from pyannote.metrics.diarization import DiarizationErrorRate

    mapping = DiarizationErrorRate().optimal_mapping(
        _annotation(truth), _annotation(found), uem=_extent(truth, found, duration)
    )
    found_as = {true: voice for voice, true in mapping.items()}
    true_shares, found_shares = _shares(truth), _shares(found)
    return tuple(
        100 * abs(share - found_shares.get(found_as.get(voice, ""), 0.0))
        for voice, share in true_shares.items()
    )


def _shares(turns: Iterable[Turn]) -> dict[str, float]:
    """Each voice's part of all airtime."""
    heard: dict[str, float] = {}
    for turn in merged(turns):
        heard[turn.speaker] = heard.get(turn.speaker, 0.0) + turn.airtime
    total = sum(heard.values())
    return {voice: seconds / total for voice, seconds in heard.items()}


def _annotation(turns: Iterable[Turn]) -> Any:
    """The turns as pyannote's annotation, with one voice's overlapping stretches made one."""
    from pyannote.core import Annotation, Segment

    annotation = Annotation(uri="recording")
    for track, turn in enumerate(merged(turns)):
        annotation[Segment(turn.start, turn.end), track] = turn.speaker
    return annotation


def _extent(truth: Sequence[Turn], found: Sequence[Turn], duration: float) -> Any:
    """The whole recording, so that what is said outside the truth's turns counts too."""
    from pyannote.core import Segment, Timeline

    end = max([duration, *(turn.end for turn in (*truth, *found))])
    return Timeline([Segment(0.0, end)], uri="recording")
