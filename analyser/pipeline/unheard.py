"""A transcript whose sound nobody has becomes an analysis: the same path, from attribution on."""

from __future__ import annotations

from dataclasses import replace

from analyser.domain import Analysis, Recording
from analyser.pipeline import attribute, segment
from analyser.pipeline.classify import Classifier
from analyser.pipeline.written import Written


def analyse_text(text: Written, *, recording: Recording, classifier: Classifier) -> Analysis:
    """Attribute, segment and classify what was written.

    :param recording: its name and id; it is as long as the text.
    """
    spoken = attribute.attribute(text.words, text.turns)
    utterances = segment.segment(spoken)
    roles = {speaker.id: speaker.role for speaker in text.speakers}
    return Analysis(
        recording=replace(recording, duration=max(turn.end for turn in text.turns)),
        engines={
            "transcribe": text.id,
            "diarise": text.id,
            "attribute": attribute.ID,
            "segment": segment.ID,
            "classify": classifier.id,
        },
        speakers=text.speakers,
        words=spoken,
        turns=text.turns,
        utterances=utterances,
        acts=classifier.classify(utterances, roles),
    )
