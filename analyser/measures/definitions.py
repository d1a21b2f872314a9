"""What each measure means, in one sentence, read from ``definitions.toml``.

The screen shows these sentences as help, the documentation prints them, and a figure cannot be
made under a name that is missing there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure's name, its title on the screen, its unit and its one sentence.

    One that is ``opt_in`` is shown only to who asks for it.
    """

    name: str
    title: str
    unit: str
    sentence: str
    opt_in: bool = False


def _read() -> tuple[Definition, ...]:
    """Every definition, in the order in which the measures are told."""
    text = files("analyser.measures").joinpath("definitions.toml").read_text(encoding="utf-8")
    return tuple(Definition(name=name, **row) for name, row in tomllib.loads(text).items())


ALL: tuple[Definition, ...] = _read()

DEFINITIONS: dict[str, str] = {row.name: row.sentence for row in ALL}
"""The one sentence for each measure's name."""

TITLES: dict[str, str] = {row.name: row.title for row in ALL}
"""The title on the screen for each measure's name."""

UNITS: dict[str, str] = {row.name: row.unit for row in ALL}
"""The unit of each measure's value."""

OPT_IN: frozenset[str] = frozenset(row.name for row in ALL if row.opt_in)
"""The names of the measures that are shown only to who asks for them."""
