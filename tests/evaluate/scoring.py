"""What can be scored here: cpWER needs a library that has to be compiled."""

import os

import pytest


def _is_importable() -> bool:
    try:
        import meeteval.wer  # noqa: F401
    except ImportError:
        return False
    return True


needs_cpwer = pytest.mark.skipif(
    "CI" not in os.environ and not _is_importable(),
    reason="meeteval is not installed: it needs a C++ compiler",
)
"""Skips without the library, except in CI, where nothing may be missing."""
