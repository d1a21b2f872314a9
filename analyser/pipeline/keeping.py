"""Parts of a stage's work that are kept while it goes on, so that an interrupted one goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
Keep = Callable[[str, Callable[[], Array]], Array]
"""Gives back the part of the work that has a name: as it was kept, else computed."""


def afresh(_part: str, compute: Callable[[], Array]) -> Array:
    """A ``Keep`` that keeps nothing."""
    return compute()
