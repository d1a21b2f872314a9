"""A folder that several machines share: wherever fsspec reaches, by its address or its path.

Files are named by what is in them or whose they are, so the same name means the same content.
Nobody sees half a file: it arrives under another name and is then moved to its own.
"""

from __future__ import annotations

import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from analyser.errors import StoreError
from analyser.files import replacing
from analyser.store.private import room_on_disk

_ARRIVING = ".part"

THEIR_FAULTS = {
    "aiohttp.client_exceptions": "ClientError",
    "azure.core.exceptions": "AzureError",
    "botocore.exceptions": "BotoCoreError",
    "gcsfs.retry": "HttpError",
    "paramiko.ssh_exception": "SSHException",
}
"""What the packages behind fsspec raise, where it is none of Python's own errors, by module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFolder:
    """A folder at an address; the names of what is in it are paths with slashes.

    :ivar name: what it is called there, so that several databases may have recordings there.
    """

    address: str = field(repr=False)
    name: str

    def sizes(self, folder: str) -> dict[str, int]:
        """Every whole file below ``folder`` by its name there, with its length in bytes."""
        with self._reached() as (files, root):
            found = files.find(f"{root}/{folder}", detail=True)
            start = len(f"{root}/{folder}/".lstrip("/"))
            names = {path.lstrip("/")[start:]: told["size"] for path, told in found.items()}
        return {name: size for name, size in names.items() if not name.endswith(_ARRIVING)}

    def names(self, folder: str) -> set[str]:
        """What lies in ``folder``: files, also half-written ones, and folders."""
        with self._reached() as (files, root):
            try:
                found = files.ls(f"{root}/{folder}", detail=False)
            except FileNotFoundError:
                return set()
        return {path.rstrip("/").rpartition("/")[2] for path in found}

    def written(self, name: str) -> float:
        """When a file was written, in seconds since the epoch; 0 where it is not there.

        :raises StoreError: the folder cannot be reached, or does not know such a thing.
        """
        with self._reached() as (files, root):
            try:
                moment: datetime = files.modified(f"{root}/{name}")
            except FileNotFoundError:
                return 0.0
        return moment.timestamp()

    def put(self, file: Path, name: str) -> None:
        """Put a copy of a file there, in the place of what had the name before."""
        folder, _, last = name.rpartition("/")
        arriving = f"{folder}/{last}.{secrets.token_hex(4)}{_ARRIVING}"
        self._make_private()
        with self._reached() as (files, root):
            files.makedirs(f"{root}/{folder}", exist_ok=True)
            files.put_file(str(file), f"{root}/{arriving}")
            files.mv(f"{root}/{arriving}", f"{root}/{name}")

    def get(self, name: str, file: Path) -> bool:
        """Bring a file here, whole or not at all; whether it was there.

        :raises StoreError: the folder cannot be reached, or there is no room here.
        """
        with self._reached() as (files, root), room_on_disk(file.parent):
            try:
                with replacing(file) as copy:
                    files.get_file(f"{root}/{name}", str(copy))
            except FileNotFoundError:
                return False
        return True

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it; nothing where there is none."""
        with self._reached() as (files, root), suppress(FileNotFoundError):
            files.rm(f"{root}/{name}", recursive=True)

    def _make_private(self) -> None:
        """Close the folder, if it is on a disk, to all but those for whom its place was made."""
        from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

        with self._reached() as (files, root):
            made = Path(root)
            if isinstance(files, LocalFileSystem) and not made.exists():
                made.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                made.mkdir(mode=0o700, exist_ok=True)
                made.chmod(stat.S_IMODE(made.parent.stat().st_mode) & ~stat.S_IRWXO)

    @contextmanager
    def _reached(self) -> Iterator[tuple[Any, str]]:
        """The file system and the folder's path in it, as they are now.

        :raises StoreError: they cannot be reached or used.
        """
        import fsspec  # type: ignore[import-untyped]

        try:
            files, root = fsspec.core.url_to_fs(self.address)
            files.invalidate_cache()  # another machine may have been at work
            yield files, f"{root.rstrip('/')}/{self.name}"
        except faults() as error:
            raise StoreError(
                f"The recordings at '{_plain(self.address)}' cannot be reached or changed: "
                f"{_reason(error)}.",
                "Check ANALYSER_RECORDINGS, and that this machine may read and write there.",
            ) from error


def faults() -> tuple[type[Exception], ...]:
    """Whatever can be wrong with a place that fsspec opens, or with the way there."""
    return (OSError, ImportError, ValueError, NotImplementedError, *their_faults())


def their_faults() -> tuple[type[Exception], ...]:
    """The faults of a connection that the packages in use behind fsspec know."""
    loaded = ((sys.modules.get(module), name) for module, name in THEIR_FAULTS.items())
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def _plain(address: str) -> str:
    """The address without a name, a password or a key in it."""
    scheme, found, _ = address.partition("://")
    if not found:
        return address
    with suppress(ValueError):
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return f"{scheme}://…"


def _reason(error: Exception) -> str:
    """Why something cannot be done, in few words in which no address is repeated."""
    match error:
        case PermissionError():
            return "access is refused"
        case FileExistsError() | NotADirectoryError():
            return "it is no folder"
        case ImportError():
            return str(error).rstrip(".")
        case OSError():
            return error.strerror or "the connection was lost"
        case ValueError() | NotImplementedError():
            return "no such place is known"
        case _:
            return f"the connection was lost ({type(error).__name__})"
