"""Names of a transcript go to the voices that speak when it says so."""

from __future__ import annotations

from analyser.domain import Speaker, Turn
from analyser.pipeline.lending import lent

PEOPLE = (Speaker(id="S1", name="Maya", role="facilitator"), Speaker(id="S2", name="Tom"))


def turns(*rows):
    return [Turn(start=start, end=end, speaker=who) for who, start, end in rows]


WRITTEN = turns(("S1", 0, 10), ("S2", 11, 30), ("S1", 31, 40))


def test_each_voice_gets_the_name_of_who_speaks_with_it():
    heard = turns(("S1", 11.2, 29.0), ("S2", 0.3, 9.5), ("S2", 31.5, 41.0))
    assert lent(heard, WRITTEN, PEOPLE) == (
        Speaker(id="S1", name="Tom"),
        Speaker(id="S2", name="Maya", role="facilitator"),
    )


def test_a_voice_that_the_transcript_does_not_know_gets_no_name():
    heard = turns(("S1", 0, 10), ("S2", 11, 30), ("S3", 50, 60))
    assert [s.id for s in lent(heard, WRITTEN, PEOPLE)] == ["S1", "S2"]


def test_a_person_is_one_voice_only():
    heard = turns(("S1", 0, 10), ("S2", 31, 40))
    assert [s.name for s in lent(heard, WRITTEN, PEOPLE)] == ["Maya"]


def test_a_transcript_of_something_else_lends_nothing():
    assert lent(turns(("S1", 100, 200)), WRITTEN, PEOPLE) == ()
    assert lent([], WRITTEN, PEOPLE) == ()
    assert lent(turns(("S1", 0, 10)), [], []) == ()
