"""Run the whole path on every recording with truth in a folder, and score it."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from analyser.domain import Analysis, Progress, Recording, Request, StageName, Turn
from analyser.evaluate.acts import acts_heard, acts_on_text
from analyser.evaluate.scores import Result, Scores
from analyser.evaluate.truth import Case, Gold, cases_in, gold_in, turns_in
from analyser.evaluate.voices import diarisation_of
from analyser.evaluate.words import demand_libraries, wording_of
from analyser.files import sha256_of
from analyser.pipeline import run
from analyser.pipeline.cache import Cache
from analyser.pipeline.classify import Classifier, classifier
from analyser.pipeline.progress import TimeLeft
from analyser.pipeline.run import Engines
from analyser.settings import Settings


def evaluate(
    folder: Path,
    *,
    settings: Settings,
    progress: Progress,
    engines: Engines | None = None,
) -> Scores:
    """Score the analyser on every recording with truth in ``folder``.

    Nothing is remembered between runs, so that the times are true; the first recording's times hold
    the loading of the models.

    :param engines: the engines to score; those of ``settings`` if there are none.
    :raises InputError: there is no truth in the folder, it cannot be read, or words are to be
        scored and a library for that is not installed.
    :raises ModelError: a model is missing or unknown.
    :raises RecordingError: a recording cannot be used.
    """
    cases = cases_in(folder)
    truths = [(case, _truth(case)) for case in cases]
    if any(case.audio and truth.gold for case, truth in truths):
        demand_libraries()
    if engines is None and any(case.audio for case in cases):
        engines = run.engines(Request(recording=""), settings)
    labels = engines.classifier if engines else classifier(settings)
    results = []
    for number, (case, truth) in enumerate(truths):
        watch = _Watch(progress, number, len(truths))
        results.append(_result(case, truth, engines, labels, settings, watch))
    return Scores(results=tuple(results), peak_memory_mib=_peak_memory_mib())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Truth:
    """What is known about a recording; gold without words or acts is none."""

    turns: tuple[Turn, ...] | None
    gold: Gold | None


@dataclass(slots=True)
class _Watch:
    """Passes on how far all recordings are, and notes how long each stage of one took."""

    onwards: Progress
    done: int
    recordings: int
    left: TimeLeft = field(default_factory=TimeLeft)
    began: dict[StageName, float] = field(default_factory=dict)
    took: dict[StageName, float] = field(default_factory=dict)

    def __call__(self, stage: StageName, share: float) -> None:
        now = time.perf_counter()
        self.took[stage] = now - self.began.setdefault(stage, now)
        self.onwards((self.done + self.left.update(stage, share)[0]) / self.recordings)


def _truth(case: Case) -> _Truth:
    """The case's truth; where only the text is known with its times, it tells the turns too."""
    gold = gold_in(case.gold) if case.gold else None
    if case.rttm:
        return _Truth(turns=turns_in(case.rttm, case.name), gold=gold)
    if gold and gold.timed:
        said = gold.utterances
        return _Truth(
            turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in said), gold=gold
        )
    return _Truth(turns=None, gold=gold)


def _result(
    case: Case,
    truth: _Truth,
    engines: Engines | None,
    labels: Classifier,
    settings: Settings,
    watch: _Watch,
) -> Result:
    """One case's scores: what its truth allows."""
    analysis = None
    if case.audio and engines:
        analysis = _analysis(case.audio, case.name, engines, settings, watch)
    gold = truth.gold
    has_acts = gold is not None and any(gold.acts)
    return Result(
        name=case.name,
        truth=tuple(path.name for path in (case.rttm, case.gold) if path),
        duration=analysis.recording.duration if analysis else 0.0,
        diarisation=diarisation_of(truth.turns, analysis.turns, analysis.recording.duration)
        if analysis and truth.turns
        else None,
        wording=wording_of(gold.utterances, analysis.words) if analysis and gold else None,
        acts_on_text=acts_on_text(gold, labels.classify(gold.utterances, gold.roles))
        if gold and has_acts
        else None,
        acts_heard=acts_heard(gold, analysis)
        if analysis and gold and gold.timed and has_acts
        else None,
        seconds=tuple(watch.took.items()),
    )


def _analysis(
    audio: Path, name: str, engines: Engines, settings: Settings, watch: _Watch
) -> Analysis:
    """The whole path on one recording, with nothing remembered from before and nothing kept."""
    with tempfile.TemporaryDirectory(prefix="analyser-evaluate-") as folder:
        return run.analyse(
            audio,
            recording=Recording(id=sha256_of(audio), name=name, duration=0.0),
            audio=Path(folder) / "audio.wav",
            engines=engines,
            cache=Cache(folder=Path(folder) / "stages"),
            settings=settings,
            progress=watch,
            together=False,  # each stage is timed by itself
        )


def _peak_memory_mib() -> float | None:
    """The most memory that this process has held; ``None`` where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1024 * 1024 if sys.platform == "darwin" else 1024)
