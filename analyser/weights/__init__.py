"""Model weights: which there are, fetching them, and never loading one that is not the right one.

``manifest`` reads ``models/manifest.toml``; ``sources`` knows packages and the hub; ``shelf`` puts
files in place and hands out folders whose every file has been checked.
"""

from __future__ import annotations

from analyser.weights.manifest import File, Manifest, Model, Piece, load_manifest
from analyser.weights.shelf import (
    FileReport,
    ModelRow,
    demand_whole,
    is_here,
    list_models,
    path_of,
    pull,
    verify,
)

__all__ = [
    "File",
    "FileReport",
    "Manifest",
    "Model",
    "ModelRow",
    "Piece",
    "demand_whole",
    "is_here",
    "list_models",
    "load_manifest",
    "path_of",
    "pull",
    "verify",
]
