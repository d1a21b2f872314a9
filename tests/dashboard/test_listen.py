"""What the player is told of a session, without a browser."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.playing import OPERATIONS
from analyser.dashboard.sections.listen import silences
from analyser.dashboard.words import word_starts
from analyser.domain import Turn
from tests.dashboard import made

PLAYER = Path(components.__file__).parent / "player"


def turn(start, end):
    return Turn(start=start, end=end, speaker="S1")


@pytest.mark.parametrize(
    ("turns", "quiet"),
    [
        ((), [(0.0, 10.0)]),
        ((turn(0, 10),), []),
        ((turn(2, 4), turn(5, 8)), [(0.0, 2), (8, 10.0)]),
        ((turn(0, 6), turn(1, 2), turn(8, 10)), [(6, 8)]),  # a long turn holds a short one
        ((turn(8, 10), turn(0, 6)), [(6, 8)]),
    ],
)
def test_silence_is_where_nobody_speaks_for_a_while(turns, quiet):
    assert silences(turns, 10.0) == quiet


def test_every_word_of_an_utterance_has_its_time():
    analysis = made.analysis()
    exact = workflow.words_of(analysis)
    for said in analysis.utterances:
        starts = [said.start + hundredths / 100 for hundredths in word_starts(analysis)[said.n]]
        assert starts == pytest.approx([word.start for word in exact[said.n]], abs=0.006)


def test_words_that_differ_from_what_was_heard_have_a_time_too():
    analysis = made.analysis()
    first, *rest = analysis.utterances
    put_right = replace(first, text="Quite other words were said here, many more than were heard")
    starts = word_starts(replace(analysis, utterances=(put_right, *rest)))[first.n]
    assert len(starts) == len(put_right.text.split())
    assert starts == sorted(starts)


def test_every_change_that_the_player_tells_is_known():
    told = {
        name
        for file in PLAYER.glob("*.js")
        for name in re.findall(r'op: "(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert told == set(OPERATIONS)


def test_the_player_writes_no_markup():
    for file in PLAYER.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", file.read_text()
        )


def test_the_player_is_asked_in_one_way_alone():
    folder = PLAYER.parent
    asking = {
        file.name
        for file in (*folder.glob("*.js"), *PLAYER.glob("*.js"))
        if 'CustomEvent("analyser:play"' in file.read_text(encoding="utf-8")
    }
    assert asking == {"asking.js"}
