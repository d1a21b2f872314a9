"""The turns as RTTM, the format in which speech research writes who spoke when."""

from __future__ import annotations

from analyser.domain import Analysis


def rttm_of(analysis: Analysis) -> str:
    """One ``SPEAKER`` line for each stretch of a voice, under the voice's id.

    The fields are those of NIST's Rich Transcription evaluations (RT-09): type, file, channel,
    start, duration, three that are not used, the voice, and two that are not used.
    """
    recording = analysis.recording
    uri = "_".join(recording.name.split()) or recording.id
    return "".join(
        f"SPEAKER {uri} 1 {turn.start:.3f} {turn.end - turn.start:.3f}"
        f" <NA> <NA> {'_'.join(turn.speaker.split())} <NA> <NA>\n"
        for turn in analysis.turns
    )
