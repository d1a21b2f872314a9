"""Who spoke when, beside the peers: scores every recording with truth in some folders.

usage: python bench/voices.py FOLDER … [--senko PYTHON] [--pyannote]

Each recording ``X.wav`` (or any other sound) needs its ``X.rttm``; see docs/evaluation.md. Prints a
table in Markdown: the diarisation error rate with no collar and with 0.25 s, the share of speech
that is given to a wrong voice, and the voices found, for each recording and in the mean.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

from peers import by_pyannote, by_senko, stock_pyannote

from analyser.domain import Turn, unheard
from analyser.evaluate.scores import Diarisation
from analyser.evaluate.truth import Case, cases_in, turns_in
from analyser.evaluate.voices import diarisation_of
from analyser.pipeline.audio import Audio
from analyser.pipeline.decode import decode
from analyser.pipeline.diarise import diariser
from analyser.settings import load_settings

Found = Mapping[str, tuple[Turn, ...]]


def main() -> None:
    """Diarise and score what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--senko", help="the Python of an environment with senko in it")
    parser.add_argument("--pyannote", action="store_true", help="pyannote's own arrangement too")
    asked = parser.parse_args()
    cases = [case for folder in asked.folders for case in cases_in(folder) if case.rttm]
    with tempfile.TemporaryDirectory() as folder:
        sounds = {case.name: decoded(case, Path(folder)) for case in cases}
        ways: dict[str, Found] = {"the analyser": ours(sounds)}
        if asked.pyannote:
            stock = stock_pyannote()
            ways["pyannote's own"] = {name: by_pyannote(stock, a) for name, a in sounds.items()}
        if asked.senko:
            turns = by_senko([audio.path for audio in sounds.values()], asked.senko)
            ways["senko"] = dict(zip(sounds, turns, strict=True))
        print(table(cases, sounds, ways))


def decoded(case: Case, folder: Path) -> Audio:
    """The recording as every engine is given it: one channel, 16 kHz."""
    if case.audio is None:
        raise SystemExit(f"{case.name} has no recording.")
    path = folder / f"{case.name.replace('/', '-')}.wav"
    decode(case.audio, path, max_hours=12)
    return Audio(id=case.name, path=path)


def ours(sounds: Mapping[str, Audio]) -> Found:
    """The turns that the analyser finds."""
    engine = diariser(load_settings(), max_speakers=10, speakers=None)
    return {name: engine.diarise(audio, progress=unheard) for name, audio in sounds.items()}


def table(cases: list[Case], sounds: Mapping[str, Audio], ways: Mapping[str, Found]) -> str:
    """A row for each recording and one for the mean; three columns for each way."""
    scores = {way: [score(case, sounds, found) for case in cases] for way, found in ways.items()}
    heads = [f"{way}: {what}" for way in ways for what in ("DER 0", "0.25", "confusion", "voices")]
    rows = [
        [case.name, str(scores["the analyser"][n].voices_truth)]
        + [cell for of_way in scores.values() for cell in cells(of_way[n])]
        for n, case in enumerate(cases)
    ]
    means = ["**mean**", ""] + [cell for of_way in scores.values() for cell in averages(of_way)]
    lines = [["recording", "voices", *heads], ["---"] * (2 + len(heads)), *rows, means]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def score(case: Case, sounds: Mapping[str, Audio], found: Found) -> Diarisation:
    """One recording's errors under one way."""
    if case.rttm is None:
        raise SystemExit(f"{case.name} has no RTTM.")
    truth = turns_in(case.rttm, case.rttm.stem)
    return diarisation_of(truth, found[case.name], sounds[case.name].duration)


def cells(one: Diarisation) -> list[str]:
    """What is told of one recording."""
    return [*map(told, figures(one)), str(one.voices_found)]


def figures(one: Diarisation) -> tuple[float | None, ...]:
    """The error rates with no collar and with one, and the confusion."""
    return one.exact.rate, one.forgiving.rate, one.exact.part(one.exact.confusion)


def told(figure: float | None) -> str:
    """Three digits; a dash where the collar leaves nothing to judge."""
    return "–" if figure is None else f"{figure:.3f}"


def averages(several: list[Diarisation]) -> list[str]:
    """The means over recordings, and how many have the right number of voices."""
    right = sum(one.voices_found == one.voices_truth for one in several)
    columns = zip(*(figures(one) for one in several), strict=True)
    known = [[figure for figure in column if figure is not None] for column in columns]
    return [*(told(mean(column) if column else None) for column in known), f"{right} right"]


if __name__ == "__main__":
    main()
