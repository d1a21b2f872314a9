"""What the about page tells, as rows: settings as they stand, parts with their licences, room."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata, requires
from importlib.metadata import version as version_of

from analyser.settings import APP_NAME, Settings, settings_file
from analyser.workflow import DiskUse

SECRET = frozenset({"database", "jobs_database", "recordings"})
"""Settings whose value may hold a password."""

_BUNDLED = ({"Part": "wavesurfer.js", "Version": "in the app", "Licence": "BSD-3-Clause"},)
_UNTOLD = {"pyannote-audio": "MIT", "pyannote-metrics": "MIT", "pympi-ling": "MIT"}
"""Licences that stand in the packages' repositories and not in what pip knows of them."""

_THOUSAND = 1000
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_LONGEST_LICENCE = 60


def size_told(count: float) -> str:
    """Bytes for reading: ``3.9 MB``."""
    for unit in _UNITS[:-1]:
        if count < _THOUSAND:
            return f"{count:.0f} {unit}" if unit in _UNITS[:2] else f"{count:.1f} {unit}"
        count /= _THOUSAND
    return f"{count:.1f} {_UNITS[-1]}"


def setting_rows(settings: Settings) -> list[dict[str, str]]:
    """Every setting: its value, whether that is the default, what it means, how it is set."""
    return [
        {
            "Setting": name,
            "Now": value_told(name, getattr(settings, name)),
            "Meaning": field.description or "",
            "In the environment": f"ANALYSER_{name.upper()}",
        }
        for name, field in Settings.model_fields.items()
    ]


def value_told(name: str, value: object) -> str:
    """A setting's value; of what may hold a password only whether it is set."""
    if name in SECRET:
        return "set" if value else "not set"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value)


def place_rows(settings: Settings) -> list[dict[str, str]]:
    """Where things are kept."""
    on_server = "in the database that is set"
    elsewhere = "in the folder that is set, and a copy here"
    return [
        {"What": "Sessions, words, labels, comments", "Where": on_server if settings.database
         else str(settings.data / "analyser.sqlite")},
        {"What": "Sound", "Where": elsewhere if settings.recordings
         else str(settings.data / "recordings")},
        {"What": "Waiting analyses", "Where": on_server if settings.database or
         settings.jobs_database else str(settings.data / "jobs.sqlite")},
        {"What": "Models", "Where": str(settings.models)},
        {"What": "Settings", "Where": str(settings_file())},
    ]  # fmt: skip


def room_rows(use: DiskUse) -> list[dict[str, str]]:
    """What takes how much room on this machine."""
    whole = use.sound + use.database + use.models
    parts = (("Sound", use.sound), ("Database", use.database), ("Models", use.models))
    return [
        *({"What": what, "Room": size_told(count)} for what, count in parts),
        {"What": "Together", "Room": size_told(whole)},
    ]


def session_rows(use: DiskUse) -> list[dict[str, str]]:
    """What the sound of each session takes; nothing where there is none any more."""
    return [
        {"Session": session.name, "Sound": size_told(count) if count else "no sound kept"}
        for session, count in use.sessions
    ]


def retention_told(days: int) -> str:
    """How long sound is kept, in a sentence."""
    if not days:
        return "Sound is kept until its session is forgotten."
    unit = "day" if days == 1 else "days"
    return (
        f"Sound is removed {days} {unit} after its analysis. Words, labels, figures and comments "
        "stay until the session is forgotten."
    )


def version_rows() -> list[dict[str, str]]:
    """The program and what it runs on."""
    return [
        {"What": "Facilitator practice analyser", "Version": version_of(APP_NAME)},
        {"What": "Python", "Version": platform.python_version()},
        {"What": "System", "Version": f"{platform.system()} {platform.release()}"},
    ]


def part_rows() -> list[dict[str, str]]:
    """What the program is made of, with versions and licences."""
    wanted = [line for line in requires(APP_NAME) or [] if "extra ==" not in line]
    names = [re.split(r"[\s<>=!\[;@~]", line)[0] for line in wanted]
    known = [row for name in names if (row := _part(name)) is not None]
    return sorted([*known, *_BUNDLED], key=lambda row: row["Part"].lower())


def _part(name: str) -> dict[str, str] | None:
    """A package; ``None`` where it is not installed."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    return {"Part": told["Name"], "Version": told["Version"], "Licence": _licence(told, name)}


def _licence(told: PackageMetadata, name: str) -> str:
    """A package's licence by its own word: an expression, a classifier, or a short text."""
    lines = told.get_all("Classifier") or []
    classified = [line.rpartition(" :: ")[2] for line in lines if "License ::" in line]
    short = str(told.json.get("license", "")).strip().partition("\n")[0]
    said = told.json.get("license_expression") or ", ".join(classified) or short[:_LONGEST_LICENCE]
    return str(said or _UNTOLD.get(re.sub(r"[._]", "-", name).lower(), "not told by the package"))
