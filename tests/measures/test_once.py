"""What is worked out once is worked out anew for another analysis."""

from dataclasses import replace

from analyser.measures.once import once
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
