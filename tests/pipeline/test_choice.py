"""The recogniser for a machine is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline.choice import BEST_FIRST, ENGLISH_ONLY, candidates, share_of_real_time
from analyser.pipeline.transcribe import TRANSCRIBERS
from analyser.settings import Settings

QUICK_ENOUGH = Settings.model_fields["speed_limit"].default


def chosen(threads: int, *, gpu: bool = False, limit: float = QUICK_ENOUGH, language: str = "en"):
    return candidates(gpu=gpu, threads=threads, limit=limit, language=language)


def test_a_gpu_takes_the_largest_and_a_laptop_what_it_can_carry():
    assert chosen(2, gpu=True)[0] == "large-v3-turbo"
    assert chosen(2)[0] == "whisper-base"
    assert chosen(8)[0] == "whisper-small.en"
    assert chosen(2, limit=1.0)[0] == "large-v3-turbo"


def test_where_none_is_quick_enough_the_quickest_comes_first():
    assert chosen(1, limit=0.001)[:2] == ("whisper-tiny-en", "whisper-base")


@given(st.integers(1, 64), st.booleans(), st.floats(0.001, 1), st.sampled_from(["en", "de"]))
def test_every_model_that_knows_the_language_has_its_turn(threads, gpu, limit, language):
    found = chosen(threads, gpu=gpu, limit=limit, language=language)
    assert sorted(found) == sorted(
        name for name in BEST_FIRST if language == "en" or name not in ENGLISH_ONLY
    )
    assert set(found) <= set(TRANSCRIBERS)


@pytest.mark.parametrize("name", BEST_FIRST)
def test_more_threads_never_take_longer(name):
    assert share_of_real_time(name, 8) <= share_of_real_time(name, 2) < share_of_real_time(name, 1)
