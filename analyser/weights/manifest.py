"""``models/manifest.toml`` as rows: every model, its files and where each of them comes from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from analyser.errors import ModelError
from analyser.settings import ROOT

MANIFEST = ROOT / "models" / "manifest.toml"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_REVISION = re.compile(r"[0-9a-f]{40}")
_PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A member (``path``) of a pinned package (``name==version``)."""

    package: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One weight file; ``pieces`` joined in order make it, or none if it comes from the hub."""

    path: str
    size: int
    sha256: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model: what it does, its licence, its files, and where they come from.

    ``repo`` is its repository if it is on the hub, ``installed`` the package that it came with if
    the analyser's own installation brought it; else its files are made of ``pieces``.
    """

    name: str
    role: str
    model: str
    licence: str
    files: tuple[File, ...]
    embedded: bool = False
    repo: str = ""
    revision: str = ""
    installed: str = ""

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def packages(self) -> tuple[str, ...]:
        """The pinned packages that its files are taken from, each one once."""
        return tuple(dict.fromkeys(p.package for file in self.files for p in file.pieces))

    @property
    def source(self) -> str:
        """Where it comes from, in words: packages, or ``repo@revision``."""
        if self.repo:
            return f"{self.repo}@{self.revision[:12]}"
        return self.installed or " + ".join(self.packages)

    @property
    def remedy(self) -> str:
        """The command that fetches what is missing or damaged of it."""
        if self.installed:
            return f"python -m pip install --force-reinstall --no-deps {self.installed}"
        return "analyser models pull" if self.embedded else f"analyser models pull {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All models, in the order of the file."""

    models: tuple[Model, ...]

    def find(self, role_or_name: str) -> Model:
        """The model of that name (or hub repository); else the first one with that role.

        :raises ModelError: there is none; the remedy lists the names.
        """
        for model in self.models:
            if role_or_name in {model.name, model.repo}:
                return model
        for model in self.models:
            if role_or_name == model.role:
                return model
        known = ", ".join(model.name for model in self.models)
        raise ModelError(f"There is no model called '{role_or_name}'.", f"Known models: {known}.")

    @property
    def embedded(self) -> tuple[Model, ...]:
        """The models that need no account: what a plain pull fetches."""
        return tuple(model for model in self.models if model.embedded)


def load_manifest(path: Path = MANIFEST) -> Manifest:
    """Read and check the manifest.

    :raises ModelError: the file is missing or says something that cannot be meant.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Manifest(models=tuple(_model(entry) for entry in raw["model"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"The list of models in {path} cannot be used: {error}.",
            "Put back the file that came with the analyser.",
        ) from error


def _model(entry: dict[str, Any]) -> Model:
    fields = {key: value for key, value in entry.items() if key != "file"}
    model = Model(files=tuple(_file(item) for item in entry["file"]), **fields)
    _meant(model.name, _NAME)
    for file in model.files:
        _meant(file.sha256, _SHA256)
        _inside(file.path)
    for package in model.packages:
        _meant(package, _PINNED)
    if model.repo:
        _meant(model.revision, _REVISION)
    elif model.installed:
        _meant(model.installed, _PINNED)
    elif not all(file.pieces for file in model.files):
        raise ValueError(f"{model.name} has a file without a source")
    return model


def _file(entry: dict[str, Any]) -> File:
    pieces = tuple(Piece(**piece) for piece in entry.get("from", ()))
    return File(path=entry["path"], size=int(entry["size"]), sha256=entry["sha256"], pieces=pieces)


def _meant(text: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(text):
        raise ValueError(f"'{text}' is not what stands there")


def _inside(path: str) -> None:
    """A file may lie in a folder of its model, and nowhere else."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path:
        raise ValueError(f"'{path}' leads out of the model's folder")
