"""Speech that got no words is found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Word
from analyser.pipeline.missed import missed
from analyser.pipeline.speech import Span

SPEECH = (Span(start=0.0, end=9.0), Span(start=9.3, end=20.0))


def words(*times: tuple[float, float]) -> list[Word]:
    return [Word(start=start, end=end, text="so") for start, end in times]


def every_half_second(start: float, end: float) -> list[Word]:
    count = int((end - start) * 2)
    return words(*[(start + n / 2, start + n / 2 + 0.4) for n in range(count)])


def test_nothing_is_missed_where_words_follow_one_another():
    assert missed(every_half_second(0, 20), SPEECH) == ()


def test_a_tail_without_words_is_missed_across_a_breath():
    [tail] = missed(every_half_second(0, 6), SPEECH)
    assert 5.9 < tail.start < 6.9
    assert tail.end == 20.0


def test_a_word_stretched_over_half_a_minute_does_not_hide_what_is_missed():
    [rest] = missed(words((0.0, 20.0)), SPEECH)
    assert (rest.start, rest.end) == (1.4, 20.0)


def test_all_is_missed_without_words_and_short_speech_never():
    assert missed([], SPEECH) == (Span(start=0.0, end=20.0),)
    assert missed([], [Span(start=1.0, end=2.5)]) == ()


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0, 5)), max_size=20),
    st.lists(st.tuples(st.floats(0.7, 3), st.floats(0.05, 9)), max_size=10),
)
def test_what_is_missed_lies_in_speech_and_holds_no_word(times, gaps):
    spans, clock = [], 0.0
    for gap, length in gaps:
        spans.append(Span(start=clock + gap, end=clock + gap + length))
        clock += gap + length
    heard = words(*[(start, start + length) for start, length in sorted(times)])
    for part in missed(heard, spans):
        assert part.duration >= 2.0
        assert any(span.start <= part.start and part.end <= span.end for span in spans)
        assert not any(part.start <= word.start <= part.end for word in heard)
