"""A recording becomes words, turns, utterances and acts: read ``analyse`` from top to bottom.

Each stage is one arrow from rows to rows, remembered by content (``cache``). This module knows the
order of the stages and nothing of how any of them works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from analyser.domain import (
    Act,
    Analysis,
    Notice,
    Progress,
    Recording,
    Request,
    Speaker,
    StageName,
    StageProgress,
    Turn,
    Utterance,
    Word,
)
from analyser.pipeline import (
    attribute,
    classify,
    diarise,
    lending,
    notices,
    segment,
    tracks,
    transcribe,
    written,
)
from analyser.pipeline.audio import Audio
from analyser.pipeline.cache import Cache, content_of
from analyser.pipeline.cores import to_spare
from analyser.pipeline.decode import Decoded
from analyser.pipeline.keeping import Array
from analyser.pipeline.together import side_by_side
from analyser.settings import Settings

Words = tuple[Word, ...]
Turns = tuple[Turn, ...]
Utterances = tuple[Utterance, ...]
Acts = tuple[Act, ...]
Rows = TypeVar("Rows")

_ONE_VOICE = "S1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The models behind the stages, and the names that are known.

    ``speakers`` are the voices by name; a ``lender`` is a transcript whose names are to be matched
    with the voices that are heard; ``people`` is how many there are, where somebody said so.
    """

    transcriber: transcribe.Transcriber
    diariser: diarise.Diariser
    classifier: classify.Classifier
    speakers: tuple[Speaker, ...] = ()
    lender: written.Written | None = None
    people: int | None = None

    def knowing(self, decoded: Decoded, settings: Settings) -> Engines:
        """The engines for a recording: where each person had a microphone, no voices are guessed.

        A transcript that was handed in, or a diariser that somebody chose, goes before that; so do
        voices where more people speak than there are microphones, as at one end of a call.
        """
        chosen = self.speakers or settings.diariser != "auto"
        if not decoded.tracks or chosen or (self.people or 0) > len(decoded.tracks):
            return self
        by_track = tracks.TrackDiariser(names=decoded.tracks)
        return replace(self, diariser=by_track, speakers=by_track.speakers)

    def ids(self) -> dict[str, str]:
        """Which engine does each stage, as an analysis records it."""
        return {
            "transcribe": self.transcriber.id,
            "diarise": self.diariser.id,
            "attribute": attribute.ID,
            "segment": segment.ID,
            "classify": self.classifier.id,
        }


def engines(request: Request, settings: Settings) -> Engines:
    """The engines that a request asks for; a written transcript stands in for two of them.

    :raises ModelError: a model's name is unknown.
    :raises TranscriptError: the written transcript cannot be read.
    """
    classifier = classify.classifier(settings)
    if request.transcript:
        text = written.read(Path(request.transcript))
        return Engines(
            transcriber=text, diariser=text, classifier=classifier, speakers=text.speakers
        )
    return Engines(
        transcriber=transcribe.transcriber(settings),
        diariser=diarise.diariser(
            settings,
            max_speakers=request.max_speakers or settings.max_speakers,
            speakers=request.speakers,
        ),
        classifier=classifier,
        lender=written.read(Path(request.names)) if request.names else None,
        people=request.speakers,
    )


def analyse(
    source: Path,
    *,
    recording: Recording,
    audio: Path,
    engines: Engines,
    cache: Cache,
    settings: Settings,
    progress: StageProgress,
    together: bool = True,
) -> Analysis:
    """Decode, transcribe, diarise, attribute, segment, classify: the whole path.

    :param source: the recording as it was handed in.
    :param recording: its content's id and its name; the duration is filled in here.
    :param audio: where the decoded sound is kept.
    :param together: listen to words and voices side by side where there are cores to spare; else
        each stage by itself, as it is timed.
    :raises RecordingError: the recording cannot be used.
    :raises Cancelled: a person stopped the analysis; finished stages are remembered.
    """
    path = _Path(cache=cache, progress=progress)
    decoded = path.decode(source, recording.id, audio, settings.max_hours)
    engines = engines.knowing(decoded, settings)
    sound = Audio(id=recording.id, path=audio)
    words, turns = path.listen(sound, engines, together=together)
    spoken = path.attribute(words, turns or _one_turn(words))
    utterances = path.segment(spoken)
    speakers = _speakers(turns, spoken, engines.speakers or _lent(turns, engines.lender))
    acts = path.classify(utterances, speakers, engines.classifier)
    return Analysis(
        recording=replace(recording, duration=decoded.duration),
        engines=engines.ids(),
        speakers=speakers,
        words=spoken,
        turns=turns or _turns_of(utterances),
        utterances=utterances,
        acts=acts,
        warnings=(
            *notices.still_true(decoded.notices, engines.diariser),
            *path.language(sound, engines.transcriber, words, settings),
            *notices.nothing_said(words),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """The stages, each one reported as it begins and ends, and remembered."""

    cache: Cache
    progress: StageProgress

    def _stage(
        self, stage: StageName, shape: Any, *inputs: str, compute: Callable[[Progress], Rows]
    ) -> Rows:
        watch = partial(self.progress, stage)
        watch(0.0)
        rows = self.cache.remember(stage, shape, *inputs, compute=lambda: compute(watch))
        watch(1.0)
        return rows

    def decode(self, source: Path, recording: str, audio: Path, max_hours: float) -> Decoded:
        """The recording's sound on disk, with what is to be said about it."""
        if not audio.exists():
            self.cache.path("decode", Decoded, recording).unlink(missing_ok=True)
        return self._stage(
            "decode",
            Decoded,
            recording,
            compute=lambda watch: tracks.decode_any(
                source, audio, max_hours=max_hours, progress=watch
            ),
        )

    def language(
        self, audio: Audio, transcriber: transcribe.Transcriber, words: Words, settings: Settings
    ) -> tuple[Notice, ...]:
        """What is to be said about the language, where anything was said."""
        return self.cache.remember(
            "language",
            tuple[Notice, ...],
            transcriber.id,
            transcribe.second_opinion(settings),
            audio.id,
            compute=lambda: transcribe.notices(transcriber, audio, settings) if words else (),
        )

    def listen(self, audio: Audio, engines: Engines, *, together: bool) -> tuple[Words, Turns]:
        """What was said, and who spoke when."""

        def words(report: StageProgress) -> Words:
            return replace(self, progress=report).transcribe(audio, engines.transcriber)

        def turns(report: StageProgress) -> Turns:
            return replace(self, progress=report).diarise(audio, engines.diariser)

        if not (together and to_spare()):
            return words(self.progress), turns(self.progress)
        self.progress("transcribe", 0.0)
        return side_by_side(self.progress, words, turns)

    def transcribe(self, audio: Audio, transcriber: transcribe.Transcriber) -> Words:
        """What was said: words with times; each window of sound is remembered once it is done."""

        def remember(window: str, compute: transcribe.Compute) -> Words:
            inputs = (transcriber.id, audio.id, window)
            return self.cache.remember("window", Words, *inputs, compute=compute)

        return self._stage(
            "transcribe",
            Words,
            transcriber.id,
            audio.id,
            compute=lambda watch: transcriber.transcribe(audio, remember=remember, progress=watch),
        )

    def diarise(self, audio: Audio, diariser: diarise.Diariser) -> Turns:
        """Who spoke when."""

        def keep(part: str, compute: Callable[[], Array]) -> Array:
            inputs = (diariser.id, audio.id, part)
            return self.cache.remember_array("heard", *inputs, compute=compute)

        turns = self._stage(
            "diarise",
            Turns,
            diariser.id,
            audio.id,
            compute=lambda watch: diariser.diarise(audio, keep=keep, progress=watch),
        )
        self.cache.let_go("heard")
        return turns

    def attribute(self, words: Words, turns: Turns) -> Words:
        """Who said each word."""
        return self._stage(
            "attribute",
            Words,
            attribute.ID,
            content_of(words, Words),
            content_of(turns, Turns),
            compute=lambda _watch: attribute.attribute(words, turns),
        )

    def segment(self, words: Words) -> Utterances:
        """Words become utterances."""
        return self._stage(
            "segment",
            Utterances,
            segment.ID,
            content_of(words, Words),
            compute=lambda _watch: segment.segment(words),
        )

    def classify(
        self,
        utterances: Utterances,
        speakers: tuple[Speaker, ...],
        classifier: classify.Classifier,
    ) -> Acts:
        """Each utterance gets its act."""
        roles = {speaker.id: speaker.role for speaker in speakers}
        return self._stage(
            "classify",
            Acts,
            classifier.id,
            content_of(utterances, Utterances),
            str(sorted(roles.items())),
            compute=lambda _watch: classifier.classify(utterances, roles),
        )


def _speakers(turns: Turns, words: Words, known: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Every voice in order of its first sound, with its name where a transcript gives one."""
    heard = sorted(
        [(turn.start, turn.speaker) for turn in turns]
        + [(word.start, word.speaker) for word in words if word.speaker is not None]
    )
    voices = dict.fromkeys(speaker for _start, speaker in heard)
    names = {speaker.id: speaker for speaker in known}
    return tuple(
        names.get(voice, Speaker(id=voice, name=f"Voice {n}"))
        for n, voice in enumerate(voices, start=1)
    )


def _lent(turns: Turns, lender: written.Written | None) -> tuple[Speaker, ...]:
    """The voices that a transcript knows by name."""
    return lending.lent(turns, lender.turns, lender.speakers) if lender else ()


def _one_turn(words: Words) -> Turns:
    """One voice from the first word to the last."""
    if not words:
        return ()
    end = max(word.end for word in words)
    return (Turn(start=words[0].start, end=end, speaker=_ONE_VOICE),)


def _turns_of(utterances: Utterances) -> Turns:
    """Where the sound told no voices apart, the utterances are the turns."""
    return tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in utterances)
