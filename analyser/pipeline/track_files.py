"""Which files of a folder or zip are the recordings of single people, and whose they are."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO, TypeVar

from analyser.errors import RecordingError

Named = TypeVar("Named")

SOUND = frozenset(
    {".aac", ".aif", ".aiff", ".amr", ".flac", ".m4a", ".mka", ".mp3", ".mp4", ".mov", ".ogg"}
    | {".opus", ".wav", ".webm", ".wma"}
)
"""Endings of the files of a folder or zip that are taken for tracks."""

MOST = 30
_PICTURES = frozenset({".mp4", ".mov", ".webm"})
_FEW = 2
_MIXED = re.compile(
    r"(audio|video)\d{6,}|(audio_only|video|zoom)(_\d+)?|GMT\d{8}-\d{6}_Recording(_\w*\d+x\d+)?",
    re.IGNORECASE,
)
"""What Zoom calls a recording of all people together."""
_NO_NAME = re.compile(r"^(audio[-_ ]?(only)?|track|zoom)[-_ ]*", re.IGNORECASE)
_MOST_GROWTH = 50
"""A zip that grows more than this when it is unpacked is no recording."""


def recordings_in(folder: Path) -> list[Path]:
    """The recordings of each person in a folder and those below it."""
    return _own((path for path in folder.rglob("*") if path.is_file()), lambda path: path)


def _own(found: Iterable[Named], path_of: Callable[[Named], PurePath]) -> list[Named]:
    """The recordings among files: of each person alone where there are such, else of all together.

    Zoom puts those of each person into a folder ``Audio Record``, beside a recording of all people
    and the film.
    """
    sounds = [one for one in found if _is_sound(path_of(one))]
    apart = [one for one in sounds if path_of(one).parent.name.casefold() == "audio record"]
    mixed = [one for one in sounds if _MIXED.fullmatch(path_of(one).stem)]
    for own in (apart, [one for one in sounds if one not in mixed]):
        if len(own) >= _FEW:
            return own
    heard = [one for one in mixed if path_of(one).suffix.lower() not in _PICTURES]
    return heard or mixed or sounds


def _is_sound(path: PurePath) -> bool:
    return path.suffix.lower() in SOUND and not path.name.startswith(".")


def people_of(names: Sequence[str]) -> list[str]:
    """Whom files are named after: their names without what all share, or nothing; none twice."""
    words = [_words(name) for name in names]
    first = _shared(words)
    last = _shared([each[first:][::-1] for each in words])
    own = [each[first : len(each) - last] for each in words]
    if any(own) and not all(own):
        own = words
    people = [" ".join(each) for each in own]
    return [_numbered(people, n) for n in range(len(people))]


def _words(name: str) -> list[str]:
    """The words of a file's name, each with a capital letter."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _NO_NAME.sub("", name))
    words = re.sub(r"[\d_\-.()]+", " ", parted).title().split()
    return [word for word in words if any(map(str.isalpha, word))]


def _shared(words: Sequence[Sequence[str]]) -> int:
    """How many words all begin with."""
    columns = zip(*words, strict=False)
    return sum(1 for _same in takewhile(lambda column: len(set(column)) == 1, columns))


def _numbered(people: Sequence[str], n: int) -> str:
    """A person's name, with a number from the second of that name on."""
    before = people[:n].count(people[n])
    return f"{people[n]} {before + 1}" if people[n] and before else people[n]


def unpack(archive: Path, folder: Path) -> None:
    """Take the recordings out of a zip, under names of ours; nothing else in it is touched.

    :raises RecordingError: it is damaged, locked, or grows beyond reason.
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = _own(zipped.infolist(), _place)
            if sum(m.file_size for m in members) > _MOST_GROWTH * archive.stat().st_size:
                raise RecordingError(
                    "This zip file would grow beyond reason when it is unpacked.",
                    "Put one sound file for each person into it, and nothing else.",
                )
            for member in members[: MOST + 1]:
                with zipped.open(member) as packed, _new(folder, _place(member).name) as out:
                    shutil.copyfileobj(packed, out)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise RecordingError(
            "This zip file is damaged, or locked with a password.",
            "Make it again, without a password.",
        ) from error


def _place(member: zipfile.ZipInfo) -> PurePath:
    """Where a file lies within a zip."""
    return PurePosixPath(member.filename.replace("\\", "/"))


@contextmanager
def _new(folder: Path, name: str) -> Iterator[BinaryIO]:
    """A new file in a folder, by a name that a stranger chose."""
    target = folder / name
    number = 2
    while target.exists():
        target = target.with_stem(f"{Path(name).stem} {number}")
        number += 1
    with target.open("xb") as file:
        yield file
