"""Two sessions side by side: a difference is told only where the doubt allows it."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analyser.dashboard.beside import HIGHER, LOWER, SAME, difference, side_by_side
from analyser.domain import Measure
from analyser.measures import OPT_IN, TITLES
from tests.dashboard import made


def share(value: float | None, low: float | None = None, high: float | None = None) -> Measure:
    return Measure(name="open_share", subject="set", value=value, unit="share", low=low, high=high)


HALF = share(0.5, 0.4, 0.6)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (share(0.9, 0.7, 1.0), HIGHER),
        (share(0.1, 0.0, 0.3), LOWER),
        (share(0.7, 0.6, 0.8), SAME),
        (share(0.7, 0.5, 0.8), SAME),
        (share(None), "Cannot tell"),
        (share(0.9), ""),
    ],
)
def test_only_intervals_that_lie_apart_are_a_difference(second, told):
    assert difference(HALF, second) == told


def test_words_are_compared_as_words():
    word = Measure(name="advice_creep_verdict", subject="set", value="steady", unit="word")
    assert difference(word, word) == "The same"
    assert difference(word, replace(word, value="creeping")) == "Another word"


def test_a_table_has_both_values_with_their_doubt():
    table = side_by_side({"open_share": HALF}, {"open_share": share(0.1, 0.0, 0.3)}, ("A", "B"))
    assert table.to_dict("records") == [
        {
            "Measure": "Share of open questions",
            "A": "50 % (40 % to 60 %)",
            "B": "10 % (0 % to 30 %)",
            "Difference": LOWER,
        }
    ]


def compare_page():
    from analyser.dashboard.pages import compare as page

    page.show()


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(compare_page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_one_session_cannot_be_compared(settings):
    made.stored(settings, name="Set of 3 March")
    app = opened()
    assert not app.exception
    assert "two sessions" in app.markdown[0].value


def test_a_session_stands_beside_the_one_before_it(settings):
    first = made.stored(settings, name="Set of 3 March")
    second = made.stored(settings, name="Set of 7 April", seed=19)
    app = opened(session=second)
    assert not app.exception
    assert [box.value for box in app.selectbox] == [first, second]
    main, every = (table.value for table in app.table)
    assert list(main.columns) == ["Set of 3 March", "Set of 7 April", "Difference"]
    assert set(every.index) == {TITLES[name] for name in TITLES if name not in OPT_IN}
    assert [part.value for part in app.header] == [
        "Figures", "Airtime", "Questions", "Advice creep",
    ]  # fmt: skip
