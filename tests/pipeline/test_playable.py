"""The copy that browsers play: the same sound at the same time, in less room."""

import av
import numpy as np
import pytest

from analyser.errors import Cancelled
from analyser.pipeline.audio import SAMPLE_RATE
from analyser.pipeline.decode import wav_at
from analyser.pipeline.playable import PLAYABLE, write_playable


@pytest.fixture
def audio(tmp_path):
    """A minute and a bit of silence with clicks at 10, 31 and 62 seconds."""
    samples = np.zeros(65 * SAMPLE_RATE, dtype="<i2")
    for second in (10, 31, 62):
        samples[second * SAMPLE_RATE : second * SAMPLE_RATE + 400] = 12_000
    with wav_at(tmp_path / "audio.wav") as wav:
        wav.writeframes(samples.tobytes())
    return tmp_path / "audio.wav"


def decoded(path):
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(frames)


def test_it_is_mono_aac_that_can_be_played_before_it_is_read_to_its_end(audio):
    write_playable(audio, audio.with_name(PLAYABLE))
    with av.open(str(audio.with_name(PLAYABLE))) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("aac", 16_000, 1)
        assert float(stream.duration * stream.time_base) == pytest.approx(65, abs=0.1)
    content = audio.with_name(PLAYABLE).read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")
    assert len(content) < audio.stat().st_size / 4


def test_what_was_heard_at_a_moment_is_heard_at_that_moment(audio):
    write_playable(audio, audio.with_name(PLAYABLE))
    loud = np.flatnonzero(np.abs(decoded(audio.with_name(PLAYABLE))) > 0.15) / SAMPLE_RATE
    for second in (10, 31, 62):
        assert loud[loud > second - 1][0] == pytest.approx(second, abs=0.03)


def test_it_tells_how_far_it_is(audio):
    told = []
    write_playable(audio, audio.with_name(PLAYABLE), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_one_that_is_stopped_leaves_nothing(audio):
    def stop(_share):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_playable(audio, audio.with_name(PLAYABLE), progress=stop)
    assert list(audio.parent.iterdir()) == [audio]


def test_a_recording_without_sound_is_an_empty_copy(tmp_path):
    with wav_at(tmp_path / "audio.wav"):
        pass
    write_playable(tmp_path / "audio.wav", tmp_path / PLAYABLE)
    assert (tmp_path / PLAYABLE).is_file()
