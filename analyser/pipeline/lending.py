"""A transcript with names lends its names to the voices that were heard."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from analyser.domain import Speaker, Turn

_STEPS_PER_SECOND = 10
_MOSTLY = 0.5
"""The share of a voice's time in which the transcript must say that it is this person."""


def lent(
    turns: Sequence[Turn], written: Sequence[Turn], people: Sequence[Speaker]
) -> tuple[Speaker, ...]:
    """The voices of ``turns`` that are clearly one of ``people``, with their names and roles.

    Each person is at most one voice; the assignment with the most common time is taken (Kuhn 1955).

    :param written: turns under the ids of ``people``, on the same clock.
    """
    voices = list(dict.fromkeys(turn.speaker for turn in turns))
    if not voices or not people:
        return ()
    end = max(turn.end for turn in (*turns, *written))
    heard = _grid(turns, voices, end)
    said = _grid(written, [person.id for person in people], end)
    common = heard @ said.T
    rows, columns = linear_sum_assignment(-common)
    return tuple(
        Speaker(id=voices[row], name=people[column].name, role=people[column].role)
        for row, column in zip(rows, columns, strict=True)
        if common[row, column] > _MOSTLY * heard[row].sum()
    )


def _grid(turns: Sequence[Turn], ids: Sequence[str], end: float) -> npt.NDArray[np.float32]:
    """Who speaks in each tenth of a second, ``(ids, steps)``."""
    grid = np.zeros((len(ids), round(end * _STEPS_PER_SECOND) + 1), dtype=np.float32)
    row = {speaker: n for n, speaker in enumerate(ids)}
    for turn in turns:
        first, last = round(turn.start * _STEPS_PER_SECOND), round(turn.end * _STEPS_PER_SECOND)
        grid[row[turn.speaker], first:last] = 1.0
    return grid
