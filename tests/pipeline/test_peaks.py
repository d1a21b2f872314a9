"""The outline of a recording: a number for each tenth of a second."""

import numpy as np
import pytest

from analyser.pipeline.decode import wav_at
from analyser.pipeline.peaks import read_peaks, write_peaks


def sound(path, samples):
    with wav_at(path) as wav:
        wav.writeframes(np.asarray(samples, dtype="<i2").tobytes())
    return path


def outline(tmp_path, samples):
    write_peaks(sound(tmp_path / "audio.wav", samples), tmp_path / "peaks.npy")
    return read_peaks(tmp_path / "peaks.npy")


def test_each_tenth_of_a_second_has_its_loudest_sample(tmp_path):
    samples = np.zeros(4_800)
    samples[1_700] = -8_192  # a quarter of full scale, on the negative side
    samples[4_799] = 32_767
    assert outline(tmp_path, samples).tolist() == [0, 128, 255]


def test_full_scale_is_the_largest_number(tmp_path):
    assert outline(tmp_path, np.full(1_600, -32_768)).tolist() == [255]


@pytest.mark.parametrize(("length", "tenths"), [(0, 0), (1, 1), (1_600, 1), (1_601, 2)])
def test_the_last_tenth_may_be_shorter(tmp_path, length, tenths):
    assert len(outline(tmp_path, np.full(length, 100))) == tenths


def test_a_long_recording_is_read_in_pieces_that_join(tmp_path):
    loud = np.repeat(np.arange(1, 1_301) * 20, 1_600)
    expected = np.rint(np.sqrt(np.arange(1, 1_301) * 20 / 32_768) * 255)
    assert outline(tmp_path, loud).tolist() == expected.tolist()
