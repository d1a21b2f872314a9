"""CAM++: sound becomes mel bands, bands become a vector, and vectors tell voices apart."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torchaudio.compliance import kaldi

from analyser.pipeline import campplus
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.campplus import BANDS, DIMENSION, FRAME, HOP, CampPlus, log_mel
from analyser.pipeline.decode import decode
from analyser.settings import Settings
from analyser.weights import path_of

SAMPLE = Path(__file__).parents[2] / "sample_sessions" / "handover-at-the-hospice"
TENSORS = 937


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)) * 0.1


@pytest.fixture(scope="module")
def weights() -> Path:
    return path_of("campplus", Settings()) / "campplus_cn_en_common.pt"


@pytest.fixture(scope="module")
def network(weights) -> CampPlus:
    return campplus.load(weights)


@settings(max_examples=20, deadline=None)
@given(st.integers(FRAME, 30_000), st.integers(1, 4))
def test_the_bands_are_those_of_kaldi_piece_by_piece(samples, pieces):
    sound = noise(pieces, samples, seed=samples)
    alone = [
        kaldi.fbank(piece[None], num_mel_bins=BANDS, sample_frequency=SAMPLE_RATE, dither=0.0)
        for piece in sound
    ]
    torch.testing.assert_close(log_mel(sound), torch.stack(alone), rtol=0, atol=1e-4)


def test_the_bands_are_those_that_were_written_out_by_hand():
    """Povey window, pre-emphasis 0.97, mean taken out, 512 points, HTK mel from 20 Hz to 8 kHz."""
    frame = noise(1, FRAME)[0].double().numpy()
    frame = frame - frame.mean()
    frame = frame - 0.97 * np.concatenate((frame[:1], frame[:-1]))
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1))) ** 0.85
    power = np.abs(np.fft.rfft(frame * window, 512))[:256] ** 2
    mels = 1127 * np.log1p(np.arange(256) * SAMPLE_RATE / 512 / 700)
    corners = np.linspace(1127 * np.log1p(20 / 700), 1127 * np.log1p(8000 / 700), BANDS + 2)
    up = (mels - corners[:-2, None]) / (corners[1:-1] - corners[:-2])[:, None]
    down = (corners[2:, None] - mels) / (corners[2:] - corners[1:-1])[:, None]
    bands = np.log(np.clip(np.minimum(up, down), 0, None) @ power)
    np.testing.assert_allclose(log_mel(noise(1, FRAME))[0, 0], bands, atol=1e-3)


def test_too_short_a_sound_has_no_frames():
    assert log_mel(noise(2, FRAME - 1)).shape == (2, 0, BANDS)


def test_the_microphone_is_taken_out():
    bands = noise(3, 50, BANDS)
    coloured = bands + noise(BANDS, seed=1)
    torch.testing.assert_close(
        campplus.mean_normalised(coloured), campplus.mean_normalised(bands), rtol=0, atol=1e-6
    )


@pytest.mark.slow
def test_every_published_tensor_has_its_place(weights, network):
    published = torch.load(weights, map_location="cpu", weights_only=True)
    own = network.state_dict()
    assert len(published) == len(own) == TENSORS
    assert all(torch.equal(own[name], tensor) for name, tensor in published.items())
    assert not network.training


@pytest.mark.slow
def test_a_tensor_too_few_is_refused(weights, tmp_path):
    state = torch.load(weights, map_location="cpu", weights_only=True)
    del state["xvector.tdnn.linear.weight"]
    torch.save(state, tmp_path / "damaged.pt")
    with pytest.raises(RuntimeError, match="Missing key"):
        campplus.load(tmp_path / "damaged.pt")


@pytest.mark.slow
@pytest.mark.parametrize("frames", [3, 30, 99, 100, 101, 150])
def test_a_batch_is_embedded_as_its_pieces_are(network, frames):
    bands = noise(3, frames, BANDS)
    with torch.inference_mode():
        together = network(bands)
        alone = torch.cat([network(piece[None]) for piece in bands])
    assert together.shape == (3, DIMENSION)
    torch.testing.assert_close(together, alone, rtol=1e-3, atol=1e-3)


@pytest.mark.slow
def test_two_pieces_of_one_voice_are_more_alike_than_pieces_of_two(network, tmp_path):
    voices = spoken(tmp_path)
    with torch.inference_mode():
        vectors = [
            [torch.nn.functional.normalize(vector(network, piece), dim=0) for piece in pieces]
            for pieces in voices
        ]
    same = [float(a @ b) for pieces in vectors for a, b in combinations(pieces, 2)]
    other = [float(a @ b) for one, two in combinations(vectors, 2) for a in one for b in two]
    assert len(voices) >= 5
    assert min(same) > max(other)
    assert np.mean(same) - np.mean(other) > 0.4


def vector(network: CampPlus, sound: torch.Tensor) -> torch.Tensor:
    return network(campplus.mean_normalised(log_mel(sound[None])))[0]


def spoken(folder: Path) -> list[list[torch.Tensor]]:
    """The three longest utterances of each voice of the sample set, 3 to 6 s of each."""
    decode(SAMPLE / "audio.m4a", folder / "sample.wav", max_hours=1)
    audio = Audio(id="sample", path=folder / "sample.wav")
    said = json.loads((SAMPLE / "gold.json").read_text())["utterances"]
    by_length = sorted(said, key=lambda row: row["start"] - row["end"])
    voices: dict[str, list[torch.Tensor]] = {}
    for row in by_length:
        pieces = voices.setdefault(row["speaker"], [])
        if row["end"] - row["start"] > 3 and len(pieces) < 3:
            end = min(row["end"], row["start"] + 6)
            pieces.append(torch.from_numpy(audio.samples(row["start"], end)))
    return [pieces for pieces in voices.values() if len(pieces) > 1]


def test_a_hop_is_10_ms_and_a_frame_25_ms():
    assert SAMPLE_RATE == 16_000
    assert (HOP, FRAME) == (160, 400)
