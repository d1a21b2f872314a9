"""Which sessions come with the product, so that nobody takes invented people for real ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from analyser import workflow
from analyser.files import sha256_of
from analyser.settings import ROOT


def is_invented(recording: str) -> bool:
    """Whether a recording, by its SHA-256, is one of the invented sample sets."""
    return recording in _sample_ids(ROOT / "sample_sessions")


@cache
def _sample_ids(folder: Path) -> frozenset[str]:
    recordings = (path for path in folder.glob("*/*") if path.suffix in workflow.SOUND)
    return frozenset(sha256_of(path) for path in recordings)
