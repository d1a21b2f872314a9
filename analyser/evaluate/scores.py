"""What an evaluation finds: rows of counts that add up, and the rates that follow from them.

Rates of several recordings together are pooled: counts are added first, so a long recording weighs
more than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from analyser.domain import ActName, StageName

HEADLINE: tuple[ActName, ...] = ("open_question", "closed_question", "advice")
"""The acts whose mean F1 is the headline figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechErrors:
    """Seconds of speech in the truth, and seconds that went wrong in three ways."""

    total: float
    missed: float
    false_alarm: float
    confusion: float

    @property
    def rate(self) -> float | None:
        """The diarisation error rate; ``None`` where the truth holds no speech."""
        return self.part(self.missed + self.false_alarm + self.confusion)

    def part(self, seconds: float) -> float | None:
        """Seconds as a part of the speech in the truth."""
        return seconds / self.total if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarisation:
    """Who spoke when, against the truth.

    ``exact`` forgives nothing. ``forgiving`` leaves out 0.25 s on either side of every boundary
    in the truth, as NIST's md-eval does with ``-c 0.25``. ``airtime_points`` holds one
    error for each voice of the truth, in percentage points of the talk.
    """

    exact: SpeechErrors
    forgiving: SpeechErrors
    voices_truth: int
    voices_found: int
    airtime_points: tuple[float, ...]

    @property
    def airtime_max(self) -> float | None:
        """The largest error of a share, in percentage points."""
        return max(self.airtime_points, default=None)

    @property
    def airtime_mean(self) -> float | None:
        """The mean error of the shares, in percentage points."""
        return fmean(self.airtime_points) if self.airtime_points else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordErrors:
    """Words in the truth, and words that were left out, put in or replaced."""

    errors: int
    length: int

    @property
    def rate(self) -> float | None:
        """Errors for each word of the truth; ``None`` where it has no words."""
        return self.errors / self.length if self.length else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What was said, against the truth: in order of time, and voice by voice (cpWER)."""

    wer: WordErrors
    cpwer: WordErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCount:
    """One act: how often it is in the truth, how often it was found, and how often rightly."""

    act: ActName
    truth: int
    found: int
    hits: int

    @property
    def precision(self) -> float | None:
        """The part of the found ones that is right."""
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The part of the true ones that was found."""
        return self.hits / self.truth if self.truth else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; ``None`` for an act that is neither there nor found."""
        both = self.truth + self.found
        return 2 * self.hits / both if both else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One recording's scores; ``None`` where its truth says nothing about that.

    :ivar truth: the files that the truth came from.
    :ivar duration: seconds of sound; 0 where there is only text.
    :ivar acts_on_text: the classifier alone, on the true words.
    :ivar acts_heard: the whole path, each act matched in time.
    :ivar seconds: how long each stage took.
    """

    name: str
    truth: tuple[str, ...]
    duration: float
    diarisation: Diarisation | None = None
    wording: Wording | None = None
    acts_on_text: tuple[ActCount, ...] | None = None
    acts_heard: tuple[ActCount, ...] | None = None
    seconds: tuple[tuple[StageName, float], ...] = ()

    @property
    def real_time(self) -> float | None:
        """The time that all stages took, for each second of sound."""
        if not self.duration or not self.seconds:
            return None
        return sum(seconds for _stage, seconds in self.seconds) / self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All recordings' scores, and the most memory that the program held, in MiB."""

    results: tuple[Result, ...]
    peak_memory_mib: float | None

    @property
    def overall(self) -> Result:
        """All recordings as one: counts added up, voices and airtime errors put together."""
        rows = self.results
        return Result(
            name="all",
            truth=(),
            duration=sum(row.duration for row in rows),
            diarisation=_diarisations([r.diarisation for r in rows if r.diarisation]),
            wording=_wordings([row.wording for row in rows if row.wording]),
            acts_on_text=_acts([row.acts_on_text for row in rows if row.acts_on_text]),
            acts_heard=_acts([row.acts_heard for row in rows if row.acts_heard]),
            seconds=_seconds(rows),
        )


def macro_f1(acts: Iterable[ActCount], names: Sequence[ActName] = HEADLINE) -> float | None:
    """The mean F1 of these acts; an act that is neither there nor found is left out."""
    known = [count.f1 for count in acts if count.act in names and count.f1 is not None]
    return fmean(known) if known else None


def _diarisations(rows: Sequence[Diarisation]) -> Diarisation | None:
    if not rows:
        return None
    return Diarisation(
        exact=_speech([row.exact for row in rows]),
        forgiving=_speech([row.forgiving for row in rows]),
        voices_truth=sum(row.voices_truth for row in rows),
        voices_found=sum(row.voices_found for row in rows),
        airtime_points=tuple(points for row in rows for points in row.airtime_points),
    )


def _speech(rows: Sequence[SpeechErrors]) -> SpeechErrors:
    return SpeechErrors(
        total=sum(row.total for row in rows),
        missed=sum(row.missed for row in rows),
        false_alarm=sum(row.false_alarm for row in rows),
        confusion=sum(row.confusion for row in rows),
    )


def _wordings(rows: Sequence[Wording]) -> Wording | None:
    if not rows:
        return None
    return Wording(wer=_words([row.wer for row in rows]), cpwer=_words([row.cpwer for row in rows]))


def _words(rows: Sequence[WordErrors]) -> WordErrors:
    return WordErrors(errors=sum(r.errors for r in rows), length=sum(r.length for r in rows))


def _acts(rows: Sequence[tuple[ActCount, ...]]) -> tuple[ActCount, ...] | None:
    if not rows:
        return None
    return tuple(
        ActCount(
            act=first.act,
            truth=sum(row[place].truth for row in rows),
            found=sum(row[place].found for row in rows),
            hits=sum(row[place].hits for row in rows),
        )
        for place, first in enumerate(rows[0])
    )


def _seconds(rows: Sequence[Result]) -> tuple[tuple[StageName, float], ...]:
    totals: dict[StageName, float] = {}
    for row in rows:
        for stage, seconds in row.seconds:
            totals[stage] = totals.get(stage, 0.0) + seconds
    return tuple(totals.items())
