"""Agreement of two raters, with kappa worked out by hand."""

import pytest

from analyser.domain import ACTS, Utterance
from analyser.measures import compare
from analyser.measures.agreement import kappa

SHORT = {"o": "open_question", "c": "closed_question", "a": "advice", "-": "other"}


def labels(text):
    """``oca-`` and so on, one sign for each utterance; a space is one that was not labelled."""
    return {n: SHORT[sign] for n, sign in enumerate(text) if sign != " "}


def spoken(count):
    return [Utterance(n=n, start=n, end=n + 1, speaker="A", text=f"u{n}") for n in range(count)]


#      open: both 3, first alone 1, second alone 0; advice: both 2, first alone 0, second alone 1
FIRST, SECOND = "oooocccaa-", "oooacccaa-"


def test_kappa_by_hand():
    found = compare(spoken(10), labels(FIRST), labels(SECOND))
    # They agree on 9 of 10. By chance: open 4 × 3, closed 3 × 3, advice 2 × 3, other 1 × 1, in all
    # 28 of 100. kappa = (0.9 - 0.28) / (1 - 0.28) = 0.861111
    assert found.same == 0.9
    assert found.kappa == pytest.approx(0.861111, abs=1e-6)


def test_kappa_of_each_act_by_hand():
    found = {row.act: row for row in compare(spoken(10), labels(FIRST), labels(SECOND)).acts}
    opened = found["open_question"]
    # Agreed on 9 of 10; by chance 0.4 × 0.3 + 0.6 × 0.7 = 0.54; (0.9 - 0.54) / 0.46 = 0.782609
    assert (opened.first, opened.second, opened.both, opened.same) == (4, 3, 3, 0.9)
    assert opened.kappa == pytest.approx(0.782609, abs=1e-6)
    assert found["closed_question"].kappa == 1
    # 0.2 × 0.3 + 0.8 × 0.7 = 0.62; (0.9 - 0.62) / 0.38 = 0.736842
    assert found["advice"].kappa == pytest.approx(0.736842, abs=1e-6)


def test_an_act_that_nobody_used_cannot_be_told():
    found = {row.act: row for row in compare(spoken(10), labels(FIRST), labels(SECOND)).acts}
    assert found["reflection"].kappa is None
    assert (found["reflection"].first, found["reflection"].same) == (0, 1.0)


def test_the_table_and_the_differences_say_who_said_what():
    found = compare(spoken(10), labels(FIRST), labels(SECOND))
    place = {act: n for n, act in enumerate(ACTS)}
    assert found.table[place["open_question"]][place["advice"]] == 1
    assert found.table[place["open_question"]][place["open_question"]] == 3
    assert sum(map(sum, found.table)) == 10
    (difference,) = found.differences
    assert difference.utterance.n == 3
    assert (difference.first, difference.second) == ("open_question", "advice")


def test_only_what_both_labelled_is_compared_and_counted():
    found = compare(spoken(12), labels(" oo"), labels("ooac"))
    assert (found.utterances, found.compared) == (12, 2)
    assert found.same == 0.5
    assert found.kappa is None


def test_nothing_in_common_tells_nothing():
    found = compare(spoken(3), labels("o"), labels(" o"))
    assert (found.compared, found.same, found.kappa) == (0, None, None)


@pytest.mark.parametrize(
    ("first", "second"), [("ab" * 4, "ab" * 4), ("a" * 20, "a" * 20), ("", "")]
)
def test_kappa_of_too_few_or_of_one_class_cannot_be_told(first, second):
    assert kappa(first, second) is None


def test_agreement_as_by_chance_is_none():
    assert kappa("aabb" * 5, "abab" * 5) == pytest.approx(0)


def test_one_rater_who_says_only_one_thing_agrees_as_by_chance():
    assert kappa("a" * 20, "ab" * 10) == pytest.approx(0)
