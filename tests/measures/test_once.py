"""What is worked out once is worked out anew for another analysis."""

from dataclasses import replace

from analyser.domain import Mark
from analyser.measures.once import once, once_by_who_speaks
from tests.measures.made import session


def test_the_last_answer_is_known_and_another_analysis_has_its_own():
    asked = []

    @once
    def duration(analysis):
        asked.append(analysis)
        return analysis.recording.duration

    one, other = session(duration=5.0), session(duration=9.0)
    assert [duration(one), duration(one), duration(other), duration(one)] == [5.0, 5.0, 9.0, 5.0]
    assert len(asked) == 3
    assert duration(replace(one)) == 5.0
    assert len(asked) == 4


def test_another_label_leaves_what_rests_on_who_speaks():
    asked = []

    @once_by_who_speaks
    def voices(analysis):
        asked.append(analysis)
        return sorted({turn.speaker for turn in analysis.turns})

    one = session((0, 2, "S1", "other"), turns=[(0, 2, "S1"), (2, 5, "S2")])
    relabelled = replace(one, acts=tuple(replace(act, act="process") for act in one.acts))
    assert voices(one) == voices(relabelled) == ["S1", "S2"]
    assert len(asked) == 1
    mark = Mark(id="m", kind="round", start=0, end=2, presenter="S1")
    for other in (replace(one, turns=one.turns[1:]), replace(one, marks=(mark,))):
        voices(other)
    assert len(asked) == 3
    assert voices(replace(one, turns=one.turns[1:])) == ["S2"]
