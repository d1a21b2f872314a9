"""One frozen settings object: file < environment < command line.

The file is ``settings.toml`` in the platform's configuration folder; every setting can also be
given as an environment variable with the prefix ``ANALYSER_``. Nothing here opens a connection.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_config_path, user_data_path
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from analyser.errors import InputError

APP_NAME = "facilitator-practice-analyser"
ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: ``app.py``, ``models/`` and ``sample_sessions/`` lie here."""


class Settings(BaseSettings):
    """Everything a person can set, with its reason."""

    model_config = SettingsConfigDict(
        env_prefix="ANALYSER_",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # an address may hold a password
    )

    data: Path = Field(
        default_factory=lambda: user_data_path(APP_NAME),
        description="Where sessions and recordings are kept.",
    )
    models: Path = Field(default=ROOT / "models", description="Where model weights are kept.")
    transcriber: str = Field(
        default="auto", description="Speech to text: a known name, or a folder with a model."
    )
    diariser: str = Field(
        default="auto", description="Who spoke when: a known name, or a pipeline's folder."
    )
    classifier: str = Field(
        default="trained", description="What labels each utterance: a known name, or a folder."
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        default="auto", description="Where the models run."
    )
    language: str = Field(default="en", description="The language that is spoken.")
    hotwords: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Names and terms that may be said, parted by commas."
    )
    speed_limit: float = Field(
        default=0.045,
        gt=0,
        description="The share of a recording's length that `auto` lets speech to text take.",
    )
    max_speakers: int = Field(default=10, ge=1, le=30, description="The most voices to look for.")
    max_hours: float = Field(default=6.0, gt=0, description="The longest recording accepted.")
    max_upload_gb: float = Field(default=4.0, gt=0, description="The largest upload accepted.")
    keep_sound_days: int = Field(
        default=0,
        ge=0,
        description="How many days after its analysis a recording's sound is kept; 0: for ever.",
    )
    person: str = Field(default="me", description="Who looks: a person's id; `me` sees everything.")
    port: int = Field(default=8501, ge=1, le=65535, description="The app's port on localhost.")
    database: str = Field(
        default="", repr=False, description="Where sessions are kept; empty: a file in `data`."
    )
    recordings: str = Field(
        default="", repr=False, description="Where several machines find sound and uploads."
    )
    jobs_database: str = Field(
        default="", repr=False, description="Where the queue is kept; empty: beside the sessions."
    )

    @field_validator("data", "models", mode="before")
    @classmethod
    def _folder(cls, given: object, info: ValidationInfo) -> object:
        """A folder by its path, in which ``~`` is home; an empty one is the default."""
        if not isinstance(given, str | Path):
            return given
        if not str(given).strip():
            return cls.model_fields[str(info.field_name)].get_default(call_default_factory=True)
        try:
            return Path(given).expanduser()
        except RuntimeError as error:
            raise ValueError("nobody of that name has a home here") from error

    @field_validator("hotwords", mode="before")
    @classmethod
    def _parted(cls, given: object) -> object:
        """One text with commas, as the environment gives it, is several names."""
        if not isinstance(given, str):
            return given
        return tuple(name for part in given.split(",") if (name := part.strip()))

    @field_validator("database", "jobs_database")
    @classmethod
    def _postgresql(cls, given: str) -> str:
        """An address of PostgreSQL, or nothing; a password in it is never repeated."""
        if given and not given.startswith("postgresql://"):
            raise ValueError("it must begin with postgresql://")
        return given

    @field_validator("recordings")
    @classmethod
    def _from_anywhere(cls, given: str) -> str:
        """An address as it is; a folder by its whole path, wherever a worker is started."""
        return given if "://" in given or not given else str(Path(given).expanduser().absolute())

    def places(self) -> dict[str, str]:
        """Where this machine keeps what it shares or does not: no other machine's affair."""
        return {
            "data": str(self.data.absolute()),
            "database": self.database,
            "recordings": self.recordings,
            "jobs_database": self.jobs_database,
        }

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (named by the base class)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (named by the base class)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=settings_file())
        return init_settings, env_settings, file


def settings_file() -> Path:
    """``ANALYSER_SETTINGS`` if it is set, else ``settings.toml`` in the configuration folder."""
    named = os.environ.get("ANALYSER_SETTINGS")
    return Path(named).expanduser() if named else user_config_path(APP_NAME) / "settings.toml"


def load_settings(**given: object) -> Settings:
    """The settings that hold now; ``given`` comes from the command line, ``None`` is left out.

    :raises InputError: a setting has a value that cannot be used, or the file cannot be read.
    """
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"The setting '{name}' cannot be used: {first['msg']}.",
            f"Look at {settings_file()} and at ANALYSER_{name.upper()}.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            f"The settings file {settings_file()} cannot be read: {why}.",
            "Mend it, or let ANALYSER_SETTINGS name another.",
        ) from error
