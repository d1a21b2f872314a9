"""What a stage has worked out is remembered under a fingerprint of all that went into it.

A fingerprint covers the shape of the rows, the model's id (which names every setting that changes
its output) and the content that went in. So nothing is worked out twice that has not changed, an
interrupted run goes on where it was, and a new model never meets an old result. A damaged file
counts as not there. This module does not know what any stage does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from analyser.files import replacing, write_text

Rows = TypeVar("Rows")
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """Remembered results in a folder of small JSON files, one per stage and fingerprint."""

    folder: Path

    def remember(self, stage: str, shape: Any, *inputs: str, compute: Callable[[], Rows]) -> Rows:
        """The rows of ``stage`` for these inputs: read if they are known, else computed and kept.

        :param shape: the type of the rows, e.g. ``tuple[Word, ...]``.
        :param inputs: the model's id, and the fingerprint of every input.
        """
        path = self.path(stage, shape, *inputs)
        known: Rows | None = _read(path, shape)
        if known is not None:
            return known
        rows = compute()
        write_text(path, _adapter(shape).dump_json(rows).decode())
        return rows

    def remember_array(self, part: str, *inputs: str, compute: Callable[[], Array]) -> Array:
        """A part of a stage's work as numbers: read if it is known, else computed and kept."""
        path = self.folder / f"{part}-{fingerprint(*inputs)[:20]}.npy"
        known = _read_array(path)
        if known is not None:
            return known
        made = compute()
        with replacing(path) as unfinished, unfinished.open("wb") as file:
            np.save(file, made, allow_pickle=False)
        return made

    def let_go(self, part: str) -> None:
        """Remove what was kept of a part: the stage that it belongs to is done."""
        for path in self.folder.glob(f"{part}-*.npy"):
            path.unlink(missing_ok=True)

    def path(self, stage: str, shape: Any, *inputs: str) -> Path:
        """Where the rows of ``stage`` for these inputs are kept."""
        return self.folder / f"{stage}-{fingerprint(_shape_of(shape), *inputs)[:20]}.json"


def fingerprint(*parts: str) -> str:
    """One SHA-256 over texts, in order, with no two lists of texts alike."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.hexdigest()


def content_of(rows: Any, shape: Any) -> str:
    """The fingerprint of rows by what is in them."""
    return hashlib.sha256(_adapter(shape).dump_json(rows)).hexdigest()


def _read_array(path: Path) -> Array | None:
    """The numbers in a file, or ``None`` where it is missing or damaged."""
    try:
        found: Array = np.load(path, allow_pickle=False)
    except (FileNotFoundError, ValueError, EOFError):
        return None
    return found


def _read(path: Path, shape: Any) -> Any | None:
    """The rows in a file, or ``None`` where it is missing or damaged."""
    try:
        return _adapter(shape).validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def _shape_of(shape: Any) -> str:
    return str(_adapter(shape).json_schema())
