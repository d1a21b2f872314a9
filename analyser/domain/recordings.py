"""The words of the house: what a recording becomes.

Frozen rows, standard library only. Times are float seconds from the start of the recording,
half-open ``[start, end)``, rounded to 1 ms where a model's output enters. Any other unit wears its
name. Shares lie between 0 and 1. This module does not read, compute or store anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

ActName = Literal["open_question", "closed_question", "advice", "reflection", "process", "other"]
Form = Literal["direct", "disguised"]
Role = Literal["facilitator", "presenter", "member", "observer", "unnamed"]
SetStage = Literal[
    "check_in", "presenting", "questions", "reflection", "resources", "actions", "review", "break"
]
MarkKind = Literal["round", "stage"]
StageName = Literal["decode", "transcribe", "diarise", "attribute", "segment", "classify"]

ACTS: tuple[ActName, ...] = get_args(ActName)
FORMS: tuple[Form, ...] = get_args(Form)
ROLES: tuple[Role, ...] = get_args(Role)
STAGES: tuple[StageName, ...] = get_args(StageName)
SET_STAGES: tuple[SetStage, ...] = get_args(SetStage)
QUESTIONS: frozenset[str] = frozenset({"open_question", "closed_question"})
"""Acts that count as a question in every measure."""

Progress = Callable[[float], None]
"""Told the finished share of one piece of work (0–1). It raises ``Cancelled`` where a person has
stopped the analysis, so a stage that reports often stops soon."""

StageProgress = Callable[[StageName, float], None]
"""The same for a whole analysis: which stage, and its finished share (0–1)."""


def unheard(_share: float) -> None:
    """A ``Progress`` for callers who do not watch."""


def milliseconds(seconds: float) -> float:
    """Seconds rounded to 1 ms, as every time is when a model's output enters."""
    return round(float(seconds), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording by its content: ``id`` is the SHA-256 of the file, ``duration`` in seconds."""

    id: str
    name: str
    duration: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One spoken word. ``confidence`` 0–1; ``speaker`` is ``None`` until it is attributed."""

    start: float
    end: float
    text: str
    confidence: float = 1.0
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A stretch of one voice in the sound. Turns of different voices may overlap.

    ``confidence`` (0–1) says how sure it is that this voice, and no other, is heard.
    """

    start: float
    end: float
    speaker: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One speaker's sentence-like stretch of speech.

    ``n`` names it for good: the machine counts from 0 in order of time; a part that a person split
    off has a number of its own. ``by`` is the person who changed its words, its times or its voice.
    """

    n: int
    start: float
    end: float
    speaker: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A claim about one utterance, with its reason.

    ``utterance`` is the utterance's ``n``; ``form`` is set for advice only; ``cue`` holds the words
    that decided it; ``by`` is a model's id or a person. ``invited`` is what a person said about
    advice: it was asked for or it was not; ``None`` leaves that to the words before it.
    """

    utterance: int
    act: ActName
    form: Form | None = None
    confidence: float
    cue: str = ""
    by: str
    invited: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice, its name and what the person does in the set."""

    id: str
    name: str
    role: Role = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A round or a stage of the set, on the timeline.

    ``stage`` is set for stages, ``presenter`` (a voice's id) for rounds where it is known. A mark
    that nobody has accepted is ``proposed``; otherwise ``by`` is the person who made it.
    """

    id: str
    start: float
    end: float
    kind: MarkKind
    stage: SetStage | None = None
    presenter: str | None = None
    proposed: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A warning in plain words. ``code`` is stable, for tests and translations."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of evidence: where to listen, and the utterance's ``n`` if it is one."""

    start: float
    end: float
    utterance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure, its doubt and its evidence.

    ``subject`` is a speaker's id, ``role:NAME`` or ``set``; a ``value`` of ``None`` means "cannot
    tell"; ``low`` and ``high`` bound a 95 % interval where there is one; ``note`` says in plain
    words what the figure rests on, or why it is missing.
    """

    name: str
    subject: str
    value: float | str | None
    unit: str
    low: float | None = None
    high: float | None = None
    evidence: tuple[Stretch, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that is known about one recording: what every measure, page and export reads.

    ``acts`` holds exactly one act per utterance, in the order of the utterances: the claim that
    stands now. ``engines`` names the model behind each stage. ``marks`` are the rounds and stages
    that a person marked or accepted, in order of time. ``part`` is the stretch that is looked at,
    where it is not the whole recording; times are from the start of the recording all the same.
    """

    recording: Recording
    engines: Mapping[str, str]
    speakers: tuple[Speaker, ...]
    words: tuple[Word, ...]
    turns: tuple[Turn, ...]
    utterances: tuple[Utterance, ...]
    acts: tuple[Act, ...]
    warnings: tuple[Notice, ...] = ()
    marks: tuple[Mark, ...] = ()
    part: Stretch | None = None

    def role_of(self, speaker: str) -> Role:
        """The role of a voice; ``unnamed`` for a voice that nobody has named."""
        return next((s.role for s in self.speakers if s.id == speaker), "unnamed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A stored session: an analysis with a name and a date.

    ``created`` is ISO 8601 in UTC; ``held`` the day of the set, ISO 8601, where it is known.
    ``owner`` is the person whose practice it shows; ``online`` is ``None`` where nobody said;
    ``sample`` marks what was invented to be looked at.
    """

    id: str
    name: str
    created: str
    recording: Recording
    owner: str = "me"
    held: str = ""
    programme: str = ""
    online: bool | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a person asks for when they hand in a recording.

    ``transcript`` is used instead of listening; ``names`` is a transcript that only lends the
    voices its names; ``hotwords`` are names and terms that are likely to be said.
    """

    recording: str
    name: str = ""
    transcript: str | None = None
    names: str | None = None
    hotwords: tuple[str, ...] = ()
    max_speakers: int | None = None
    speakers: int | None = None
    language: str = "en"
