"""Sound becomes turns: which diariser is chosen, and what the real one makes of a minute."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from shutil import copy

import numpy as np
import pytest
import torch
from pyannote.core import Annotation, Segment, SlidingWindow, SlidingWindowFeature

from analyser.domain import Turn, unheard
from analyser.errors import Cancelled, InputError, ModelError
from analyser.evaluate.voices import diarisation_of
from analyser.pipeline import pyannote_diariser
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.decode import decode
from analyser.pipeline.diarise import DIARISERS, Diariser, diariser
from analyser.settings import Settings
from analyser.weights import path_of
from tests.pipeline.sounds import write_wav

SAMPLE = Path(__file__).parents[2] / "sample_sessions" / "handover-at-the-hospice"
START, END = 520.0, 580.0
COMMUNITY = "pyannote/speaker-diarization-community-1"


def chosen(
    name: str = "auto", *, max_speakers: int = 10, speakers: int | None = None, **given: object
) -> Diariser:
    settings = Settings(diariser=name, device="cpu", **given)
    return diariser(settings, max_speakers=max_speakers, speakers=speakers)


def recording(path: Path, samples: np.ndarray) -> Audio:
    write_wav(path, (np.clip(samples, -1, 1) * 32767).astype("<i2"))
    return Audio(id=path.stem, path=path)


def heard(audio: Audio, **asked: int) -> tuple[Turn, ...]:
    return chosen(**asked).diarise(audio, progress=unheard)


def voices(turns: tuple[Turn, ...]) -> list[str]:
    return sorted({turn.speaker for turn in turns})


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory) -> Audio:
    """A minute of the sample session."""
    folder = tmp_path_factory.mktemp("excerpt")
    decode(SAMPLE / "audio.m4a", folder / "whole.wav", max_hours=1)
    samples = Audio(id="whole", path=folder / "whole.wav").samples(START, END)
    return recording(folder / "excerpt.wav", samples)


@pytest.fixture(scope="module")
def turns(excerpt) -> tuple[Turn, ...]:
    return heard(excerpt)


def gold() -> tuple[Turn, ...]:
    """Who really spoke when in that minute."""
    said = json.loads((SAMPLE / "gold.json").read_text())["utterances"]
    return tuple(
        Turn(start=max(0.0, row["start"] - START), end=end - START, speaker=row["speaker"])
        for row in said
        if row["start"] < (end := min(END, row["end"])) and row["end"] > START
    )


def test_an_unknown_diariser_is_refused_with_those_there_are():
    with pytest.raises(ModelError) as told:
        chosen("nobody")
    assert "nobody" in told.value.message
    assert all(name in told.value.remedy for name in DIARISERS)


@pytest.mark.parametrize("asked", [{"max_speakers": 0}, {"speakers": 0}, {"speakers": -2}])
def test_fewer_voices_than_one_are_refused(asked):
    with pytest.raises(InputError):
        chosen(**asked)


@pytest.mark.parametrize("name", [COMMUNITY, COMMUNITY.partition("/")[2]])
def test_community_is_asked_for_where_it_was_not_pulled(tmp_path, name):
    with pytest.raises(ModelError, match="models pull speaker-diarization-community-1"):
        chosen(name, models=tmp_path)


def test_a_folder_without_a_pipeline_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"holds no pyannote pipeline"):
        chosen(str(tmp_path))


@pytest.mark.parametrize(
    "config",
    [
        "",
        "pipeline: {name: pyannote.audio.pipelines.Nonsense}",
        "pipeline: {name: pyannote.audio.pipelines.SpeakerDiarization, params: {segmentation: x}}",
    ],
)
def test_a_broken_pipeline_is_told_as_one(tmp_path, config):
    (tmp_path / "config.yaml").write_text(config)
    found = chosen(str(tmp_path))
    with pytest.raises(ModelError, match="cannot be loaded"):
        found.diarise(recording(tmp_path / "a.wav", np.zeros(16_000)), progress=unheard)


@pytest.mark.slow
def test_the_id_names_the_models_the_arrangement_and_the_voices_asked_for():
    ids = {chosen().id, chosen(max_speakers=4).id, chosen(speakers=4).id}
    assert len(ids) == 3
    for part in ("pyannote.audio-4", "segmentation-3.0@", "campplus@", "step=", "voices<=10"):
        assert part in chosen().id
    assert chosen("pyannote-campplus").id == chosen("auto").id


@pytest.mark.slow
def test_the_voices_of_a_minute_are_told_apart(turns):
    score = diarisation_of(gold(), turns, END - START)
    assert score.voices_found == score.voices_truth
    assert score.forgiving.rate < 0.05
    assert score.exact.rate < 0.15


@pytest.mark.slow
def test_turns_stand_in_order_and_voices_are_numbered_as_they_are_first_heard(turns):
    assert [turn.start for turn in turns] == sorted(turn.start for turn in turns)
    first = list(dict.fromkeys(turn.speaker for turn in turns))
    assert first == [f"S{n}" for n in range(1, len(first) + 1)]
    assert all(0 <= turn.start < turn.end <= END - START for turn in turns)


@pytest.mark.slow
def test_a_turn_says_how_sure_its_voice_is(turns):
    shares = [turn.confidence for turn in turns]
    assert all(0 <= share <= 1 for share in shares)
    assert np.median(shares) > 0.9


@pytest.mark.slow
def test_one_voice_does_not_overlap_itself(turns):
    for name in voices(turns):
        own = [turn for turn in turns if turn.speaker == name]
        assert all(one.end < two.start for one, two in pairwise(own))


@pytest.mark.slow
def test_the_same_sound_has_the_same_turns_again(excerpt, turns):
    assert heard(excerpt) == turns


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [1, 2, 5])
def test_an_exact_number_of_voices_is_kept_to(excerpt, wanted):
    assert len(voices(heard(excerpt, speakers=wanted))) == wanted


@pytest.mark.slow
def test_a_maximum_is_kept_to(excerpt, turns):
    assert len(voices(turns)) > 2
    assert len(voices(heard(excerpt, max_speakers=2))) == 2


@pytest.mark.slow
@pytest.mark.parametrize("samples", [0, 1, 399, 4_800])
@pytest.mark.parametrize("asked", [{}, {"speakers": 3}])
def test_too_little_sound_has_no_turns(tmp_path, samples, asked):
    audio = recording(tmp_path / "short.wav", np.zeros(samples))
    assert heard(audio, **asked) == ()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.3, 0.7, 9.99, 10.0, 10.01, 12.4])
def test_a_recording_of_any_length_is_diarised(tmp_path, excerpt, seconds):
    found = heard(recording(tmp_path / "part.wav", excerpt.samples(0, seconds)))
    assert all(turn.end <= seconds for turn in found)


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.0, 0.003, 0.1])
def test_nobody_is_heard_in_silence_or_noise(tmp_path, level):
    noise = np.random.default_rng(1).normal(size=30 * SAMPLE_RATE) * level
    assert heard(recording(tmp_path / "noise.wav", noise)) == ()


@pytest.mark.slow
def test_progress_only_rises_and_ends_at_the_whole(excerpt):
    shares: list[float] = []
    chosen().diarise(excerpt, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert len(shares) > 5


@pytest.mark.slow
@pytest.mark.parametrize("reached", [0.0, 0.1, 0.5])
def test_a_person_can_stop_it_on_the_way(excerpt, reached):
    last = 0.0

    def stop(share: float) -> None:
        nonlocal last
        last = share
        if share >= reached:
            raise Cancelled

    with pytest.raises(Cancelled):
        chosen().diarise(excerpt, progress=stop)
    assert reached <= last < 0.95


@pytest.mark.slow
def test_a_pipeline_in_a_folder_diarises_too(tmp_path, excerpt):
    found = chosen(str(standin(tmp_path / "own")))
    turns = found.diarise(recording(tmp_path / "a.wav", excerpt.samples(0, 15)), progress=unheard)
    assert "own@" in found.id
    assert turns
    assert all(turn.end <= 15 for turn in turns)


@pytest.mark.slow
def test_the_community_pipeline_is_loaded_from_its_folder(tmp_path, excerpt, monkeypatch):
    place = standin(tmp_path / "community")
    monkeypatch.setattr(pyannote_diariser, "path_of", lambda *_: place)
    audio = recording(tmp_path / "a.wav", excerpt.samples(0, 15))
    assert chosen(COMMUNITY).diarise(audio, progress=unheard)
    assert chosen(COMMUNITY).id.startswith("pyannote.audio-4")


def test_what_is_in_a_folder_makes_up_its_id(tmp_path):
    (tmp_path / "config.yaml").write_text("a: 1")
    before = chosen(str(tmp_path)).id
    assert chosen(str(tmp_path)).id == before
    (tmp_path / "config.yaml").write_text("a: 2")
    assert chosen(str(tmp_path)).id != before


def tracks() -> Annotation:
    made = Annotation()
    made[Segment(3.00049, 9.5), 0] = "b"
    made[Segment(-0.2, 2.0), 1] = "a"
    made[Segment(1.0, 1.0002), 2] = "c"
    return made


def test_tracks_become_turns_within_the_recording():
    turns = pyannote_diariser._turns(tracks(), 8.0, None)  # noqa: SLF001
    assert pyannote_diariser._numbered(turns) == (  # noqa: SLF001
        Turn(start=0.0, end=2.0, speaker="S1"),
        Turn(start=3.0, end=8.0, speaker="S2"),
    )


def test_a_turn_is_as_sure_as_its_frames_and_a_guess_where_none_is_known():
    shares = np.array([[np.nan]] * 30 + [[0.6]] * 20 + [[0.8]] * 20 + [[np.nan]] * 30)
    sure = SlidingWindowFeature(shares, SlidingWindow(start=0, duration=0.1, step=0.1))
    turns = pyannote_diariser._turns(tracks(), 8.0, sure)  # noqa: SLF001
    assert [turn.confidence for turn in turns] == [0.5, 0.7]


def standin(place: Path) -> Path:
    """A pipeline laid out as community-1 is: the same parts, with an untrained embedding."""
    from pyannote.audio.models.embedding import XVectorMFCC

    for part in ("segmentation", "embedding", "plda"):
        (place / part).mkdir(parents=True)
    copy(
        path_of("pyannote-segmentation-3.0", Settings()) / "pytorch_model.bin",
        place / "segmentation",
    )
    save(XVectorMFCC(dimension=32), place / "embedding" / "pytorch_model.bin")
    square = {"mean1": np.zeros(32), "mean2": np.zeros(32), "lda": np.eye(32)}
    np.savez(place / "plda" / "xvec_transform.npz", **square)
    variances = np.linspace(8, 1, 32)
    np.savez(place / "plda" / "plda.npz", mu=np.zeros(32), tr=np.eye(32), psi=variances)
    (place / "config.yaml").write_text(STANDIN)
    return place


def save(model, path: Path) -> None:
    """A checkpoint as pyannote's hub holds them."""
    from pyannote.audio.core.task import Problem, Resolution, Specifications

    torch.manual_seed(0)
    model.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=3.0
    )
    checkpoint = {
        "state_dict": model.state_dict(),
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": "2.0.0",
    }
    model.on_save_checkpoint(checkpoint)
    torch.save(checkpoint, path)


STANDIN = """
dependencies:
  pyannote.audio: 4.0.0
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 8
    embedding: $model/embedding
    embedding_batch_size: 8
    embedding_exclude_overlap: true
    plda: $model/plda
params:
  clustering: {threshold: 0.6, Fa: 0.07, Fb: 0.8}
  segmentation: {min_duration_off: 0.0}
"""


@pytest.mark.slow
def test_an_interrupted_diarisation_goes_on_with_what_it_heard(excerpt, turns):
    kept: dict[str, np.ndarray] = {}

    def keep(part, compute):
        if part not in kept:
            kept[part] = compute()
        return kept[part]

    def stop(share: float) -> None:
        if share > 0.97:
            raise Cancelled

    with pytest.raises(Cancelled):
        chosen().diarise(excerpt, keep=keep, progress=stop)
    assert any(part.startswith("windows") for part in kept)
    heard_before = dict(kept)
    assert chosen().diarise(excerpt, keep=keep, progress=unheard) == turns
    assert all(kept[part] is heard_before[part] for part in heard_before)
