"""The project's own JSON becomes cues: an exported analysis, or only its utterances.

``{"utterances": [{"start", "end", "speaker", "text"}]}`` is enough. ``speakers`` gives names and
roles; an utterance may also carry its speaker's ``role`` itself. What else is there is passed over.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analyser.domain import ROLES, Role, Speaker
from analyser.errors import TranscriptError
from analyser.pipeline.cues import Cue

_LONGEST_SECONDS = 1e6

Seconds = Annotated[float, Field(ge=0, le=_LONGEST_SECONDS, allow_inf_nan=False)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class _Utterance(_Row):
    start: Seconds
    end: Seconds
    speaker: str = Field(min_length=1)
    text: str
    role: str = ""


class _Speaker(_Row):
    id: str = ""
    name: str = ""
    role: str = ""


class _Document(_Row):
    utterances: tuple[_Utterance, ...]
    speakers: tuple[_Speaker, ...] = ()


def read_document(text: str, *, name: str) -> tuple[tuple[Cue, ...], tuple[Speaker, ...]]:
    """The cues in order of time, and the speakers by the ids that the cues use.

    :param name: the file's name, for messages.
    :raises TranscriptError: it is no such document; the message names the place.
    """
    try:
        document = _Document.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise TranscriptError(
            f"The transcript {name} cannot be used{f' at {place}' if place else ''}: "
            f"{first['msg']}.",
            'It needs {"utterances": [{"start": …, "end": …, "speaker": …, "text": …}]}.',
        ) from error
    cues = tuple(_cue(n, utterance, name) for n, utterance in enumerate(document.utterances))
    return tuple(sorted(cues, key=lambda cue: cue.start)), _speakers(document)


def _cue(n: int, utterance: _Utterance, name: str) -> Cue:
    if utterance.end < utterance.start:
        raise TranscriptError(
            f"Utterance {n} of {name} ends before it begins.", "Put its times right and try again."
        )
    return Cue(
        start=utterance.start,
        end=utterance.end,
        speaker=utterance.speaker,
        text=" ".join(utterance.text.split()),
    )


def _speakers(document: _Document) -> tuple[Speaker, ...]:
    """Every speaker under the name that the utterances use, with the role that is given."""
    listed = {speaker.id or speaker.name: speaker for speaker in document.speakers}
    spoken = {utterance.speaker: utterance.role for utterance in document.utterances}
    nobody = _Speaker()
    return tuple(
        Speaker(
            id=who,
            name=listed.get(who, nobody).name or who,
            role=_role(listed.get(who, nobody).role or role),
        )
        for who, role in spoken.items()
    )


def _role(text: str) -> Role:
    """A role that the project knows, else ``unnamed``."""
    return next((role for role in ROLES if role == text.strip().casefold()), "unnamed")
