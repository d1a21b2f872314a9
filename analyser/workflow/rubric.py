"""What a mentor looks for a facilitator to do; a programme may have a list of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from analyser.domain import Behaviour
from analyser.errors import InputError
from analyser.files import write_text
from analyser.settings import Settings

_SHAPE = 'Give each [[behaviour]] an id, a title and a question, such as id = "silence_allowed".'

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class _Behaviour(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
    title: Line
    question: Line


class _Rubric(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    behaviour: tuple[_Behaviour, ...] = Field(min_length=1)


def rubric(*, settings: Settings) -> tuple[Behaviour, ...]:
    """What a mentor looks for: the programme's own list in the data folder, else the packaged one.

    :raises InputError: the programme's list cannot be read; the message names the place.
    """
    own = _own(settings)
    if own.is_file():
        return _read(own.read_bytes(), str(own))
    packaged = files("analyser.workflow").joinpath("rubric.toml")
    return _read(packaged.read_bytes(), packaged.name)


def write_rubric(behaviours: Iterable[Behaviour], *, settings: Settings) -> None:
    """Keep a programme's own list; without any, the packaged one is used again.

    :raises InputError: a behaviour has no title or no question, or two have one id.
    """
    from dataclasses import asdict

    import tomli_w

    from analyser.store.private import private_folder

    rows = [asdict(behaviour) for behaviour in behaviours]
    own = _own(settings)
    if not rows:
        own.unlink(missing_ok=True)
        return
    text = tomli_w.dumps({"behaviour": rows})
    _read(text.encode(), "The list")
    private_folder(own.parent)
    write_text(own, text)


def _own(settings: Settings) -> Path:
    return settings.data / "rubric.toml"


def _read(text: bytes, name: str) -> tuple[Behaviour, ...]:
    """The behaviours that a text holds.

    :raises InputError: it cannot be read, is not in the form, or two have one id.
    """
    try:
        found = _Rubric.model_validate(tomllib.loads(text.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{name} cannot be read: {error}.", _SHAPE) from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"{name} cannot be used at {place}: {fault['msg']}.", _SHAPE) from error
    behaviours = tuple(Behaviour(**row.model_dump()) for row in found.behaviour)
    ids = [behaviour.id for behaviour in behaviours]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice:
        raise InputError(f"Two behaviours are called '{twice}'.", "Give each an id of its own.")
    return behaviours
