"""A recording is heard window by window, and where nobody speaks nothing is heard."""

from __future__ import annotations

import numpy as np
import pytest

from analyser.domain import Word, unheard
from analyser.pipeline.audio import Audio
from analyser.pipeline.transcribe import transcriber
from analyser.pipeline.whisper import Whisper
from analyser.settings import Settings, load_settings
from tests.pipeline.noises import NOBODY, sample_excerpt, waves

MINUTE = 60.0
LONGEST_WINDOW = 240.0
"""Seconds of sound: at a tenth of real time, ten times what is usual, 24 s of work."""


class KilledError(Exception):
    """The process is gone."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Audio:
    return sample_excerpt(tmp_path_factory.mktemp("sample") / "sample.wav", 0.0)


def deaf(folder) -> Whisper:
    """A recogniser whose model is not there: to load it would be an error."""
    return Whisper(id="no model", folder=folder, language="en", device="cpu")


def bounds(window: str) -> tuple[float, float]:
    start, end = window.split("-")
    return float(start), float(end)


@pytest.mark.parametrize("sound", NOBODY)
def test_five_minutes_without_a_voice_have_no_words(tmp_path, sound):
    minute = NOBODY[sound](MINUTE)
    shares: list[float] = []
    words = deaf(tmp_path).transcribe(
        waves(tmp_path / "sound.wav", np.tile(minute, 5)),
        remember=lambda _window, work: work(),
        progress=shares.append,
    )
    assert words == ()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_killed_job_loses_one_window_of_four_minutes_at_most(tmp_path, sample):
    kept: dict[str, tuple[Word, ...]] = {}

    def until_killed(window, _work):
        if len(kept) == 2:
            raise KilledError
        return kept.setdefault(window, (Word(start=bounds(window)[0], end=999.0, text=window),))

    asked: list[str] = []

    def again(window, work):
        asked.append(window)
        return kept[window] if window in kept else until_killed(window, work)

    with pytest.raises(KilledError):
        deaf(tmp_path).transcribe(sample, remember=until_killed, progress=unheard)
    with pytest.raises(KilledError):
        deaf(tmp_path).transcribe(sample, remember=again, progress=unheard)
    assert asked[:2] == list(kept)
    assert len(asked) == 3
    assert all(0 < end - start <= LONGEST_WINDOW for start, end in map(bounds, asked))
    assert sum(end - start for start, end in map(bounds, kept)) > 0.9 * bounds(asked[1])[1]


@pytest.mark.slow
def test_words_do_not_depend_on_how_many_are_heard_at_once(sample, tmp_path, monkeypatch):
    audio = waves(tmp_path / "part.wav", sample.samples(180.0, 260.0))
    engine = transcriber(Settings(transcriber="whisper-tiny-en", device="cpu"))

    def heard(threads: str) -> tuple[Word, ...]:
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        return engine.transcribe(audio, remember=lambda _name, work: work(), progress=unheard)

    assert heard("1") == heard("2")


def test_names_come_from_the_environment_parted_by_commas(monkeypatch):
    monkeypatch.setenv("ANALYSER_HOTWORDS", "Aoife, Brathay Trust,")
    assert load_settings().hotwords == ("Aoife", "Brathay Trust")
    assert load_settings(hotwords=("Niamh",)).hotwords == ("Niamh",)


def test_ids_tell_names_apart(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"not loaded")

    def id_of(*names: str) -> str:
        return transcriber(Settings(transcriber=str(tmp_path), device="cpu", hotwords=names)).id

    assert len({id_of(), id_of("Aoife"), id_of("Aoife", "Niamh")}) == 3
