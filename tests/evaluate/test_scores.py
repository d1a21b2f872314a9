"""Scores by hand."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from analyser.domain import ACTS, Act, Turn, Utterance, Word
from analyser.errors import InputError
from analyser.evaluate.acts import acts_heard, acts_on_text
from analyser.evaluate.scores import ActCount, Result, Scores, WordErrors, Wording, macro_f1
from analyser.evaluate.table import table_of
from analyser.evaluate.truth import Gold
from analyser.evaluate.voices import diarisation_of
from analyser.evaluate.words import demand_libraries, normalised, wer, wording_of
from tests.evaluate.scoring import needs_cpwer
from tests.measures.made import session


def turns(*rows):
    return [Turn(start=start, end=end, speaker=voice) for start, end, voice in rows]


TRUTH = turns((0, 40, "Ann"), (40, 80, "Ben"), (80, 100, "Cat"))


def test_names_do_not_matter_only_who_is_who():
    found = diarisation_of(TRUTH, turns((0, 40, "S2"), (40, 80, "S1"), (80, 100, "S3")), 100)
    assert found.exact.rate == 0
    assert found.airtime_max == 0


def test_each_kind_of_error_is_told_apart():
    found = diarisation_of(TRUTH, turns((0, 50, "S1"), (50, 75, "S2"), (80, 110, "S3")), 110)
    assert found.exact.total == 100
    assert found.exact.confusion == pytest.approx(10)
    assert found.exact.missed == pytest.approx(5)
    assert found.exact.false_alarm == pytest.approx(10)
    assert found.exact.rate == pytest.approx(0.25)


def test_the_collar_forgives_a_quarter_of_a_second_on_either_side():
    close = diarisation_of(
        TRUTH, turns((0, 40.25, "a"), (40.25, 79.75, "b"), (79.75, 100, "c")), 100
    )
    assert close.exact.rate == pytest.approx(0.005)
    assert close.forgiving.rate == pytest.approx(0, abs=1e-9)
    far = diarisation_of(TRUTH, turns((0, 41.25, "a"), (41.25, 80, "b"), (80, 100, "c")), 100)
    # of 100 s, half a second is left out at each of 4 boundaries (only half of it at the two ends)
    assert far.forgiving.total == pytest.approx(98.5)
    assert far.forgiving.confusion == pytest.approx(1.0)


def test_overlapped_speech_counts_for_each_voice():
    truth = turns((0, 10, "Ann"), (5, 10, "Ben"))
    found = diarisation_of(truth, turns((0, 10, "S1")), 10)
    assert found.exact.total == 15
    assert found.exact.missed == 5


def test_the_airtime_error_is_in_points_of_the_share():
    found = diarisation_of(TRUTH, turns((0, 50, "S1"), (50, 80, "S2"), (80, 100, "S3")), 100)
    assert sorted(found.airtime_points) == pytest.approx([0, 10, 10])
    assert found.airtime_max == pytest.approx(10)
    assert found.airtime_mean == pytest.approx(20 / 3)


def test_a_voice_that_was_lost_was_found_with_no_share():
    found = diarisation_of(TRUTH, turns((0, 40, "S1"), (40, 100, "S2")), 100)
    assert (found.voices_truth, found.voices_found) == (3, 2)
    assert sorted(found.airtime_points) == pytest.approx([0, 20, 20])


def test_nothing_found_is_all_missed():
    found = diarisation_of(TRUTH, [], 100)
    assert found.exact.rate == 1
    assert found.airtime_max == pytest.approx(40)


stretches = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 20), st.sampled_from("ABC")).map(
        lambda s: (s[0], s[0] + s[1], s[2])
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(stretches)
def test_the_truth_scores_without_error(rows):
    found = diarisation_of(turns(*rows), turns(*rows), 80)
    assert found.exact.rate == pytest.approx(0)
    assert found.airtime_max == pytest.approx(0)


def utterances(*rows):
    return tuple(
        Utterance(n=n, start=n, end=n + 1, speaker=who, text=text)
        for n, (who, text) in enumerate(rows)
    )


def words(*rows):
    return tuple(
        Word(start=n, end=n + 1, text=text, speaker=who) for n, (who, text) in enumerate(rows)
    )


def test_words_are_compared_without_case_punctuation_and_fillers():
    assert normalised("Um, DON’T — you-know… it's 3 p.m.?") == "dont you know its 3 p m"
    truth, found = normalised("Erm, what's on your mind?"), normalised("Whats on your Mind")
    assert wer(truth, found).rate == 0


def test_wrong_words_are_counted():
    assert wer("one two three four", "one tree four five") == WordErrors(errors=3, length=4)


def test_a_library_that_is_missing_is_told_with_the_command_that_installs_it():
    demand_libraries(["json"])
    with pytest.raises(InputError, match="library no_such_library is missing") as told:
        demand_libraries(["no_such_library.wer"])
    assert "--editable '.[evaluate]'" in told.value.remedy


@needs_cpwer
def test_a_word_under_the_wrong_voice_is_an_error_of_cpwer_alone():
    truth = utterances(("Ann", "one two"), ("Ben", "three four"))
    found = words(("S2", "one"), ("S2", "two"), ("S2", "three"), ("S1", "four"))
    scored = wording_of(truth, found)
    assert scored.wer.rate == 0
    assert scored.cpwer == WordErrors(errors=2, length=4)


@pytest.mark.parametrize(
    ("truth", "found", "wrong", "length"),
    [
        ([], [("S1", "one")], 1, 0),
        ([("Ann", "one two")], [], 2, 2),
        ([], [], 0, 0),
        ([("Ann", "Mm.")], [(None, "um")], 0, 0),
    ],
)
def test_no_words_on_one_side(truth, found, wrong, length):
    scored = wording_of(utterances(*truth), words(*found))
    assert scored.wer == scored.cpwer == WordErrors(errors=wrong, length=length)
    assert scored.wer.rate == (wrong / length if length else None)


def gold(*rows):
    return Gold(
        utterances=tuple(
            Utterance(n=n, start=start, end=end, speaker="A", text="")
            for n, (start, end, _act) in enumerate(rows)
        ),
        acts=tuple(act for _start, _end, act in rows),
        roles={},
        timed=True,
    )


def counts(found, act):
    (count,) = [c for c in found if c.act == act]
    return (count.truth, count.found, count.hits)


def heard(*rows):
    return session(*[(start, end, "S1", act) for start, end, act in rows])


def test_acts_on_text_leave_out_what_nobody_labelled():
    truth = gold((0, 1, "advice"), (1, 2, None), (2, 3, "advice"), (3, 4, "other"))
    labels = [
        Act(utterance=n, act=act, confidence=1.0, by="t")
        for n, act in enumerate(["advice", "advice", "other", "other"])
    ]
    scored = acts_on_text(truth, labels)
    assert counts(scored, "advice") == (2, 1, 1)
    assert counts(scored, "other") == (1, 2, 1)


@pytest.mark.parametrize(
    ("start", "end", "hit"),
    [
        (10, 14, 1),
        (12, 20, 1),
        (12.1, 20, 0),
        (11, 12, 1),
        (8, 10, 0),
        (0, 100, 1),
        (13.5, 14.5, 1),
    ],
)
def test_an_act_is_found_where_half_of_the_shorter_one_is_covered(start, end, hit):
    scored = acts_heard(gold((10, 14, "advice")), heard((start, end, "advice")))
    assert counts(scored, "advice") == (1, 1, hit)


def test_another_act_at_the_same_time_is_a_miss_and_a_false_find():
    scored = acts_heard(gold((0, 2, "advice")), heard((0, 2, "open")))
    assert counts(scored, "advice") == (1, 0, 0)
    assert counts(scored, "open_question") == (0, 1, 0)


def test_one_long_find_counts_for_one_only():
    truth = gold((0, 2, "open_question"), (2, 4, "open_question"), (4, 6, "open_question"))
    assert counts(acts_heard(truth, heard((0, 6, "open"))), "open_question") == (3, 1, 1)


def test_pairs_are_made_so_that_as_many_as_can_be_are_found():
    truth = gold((0, 4, "advice"), (4, 6, "advice"))
    found = heard((0, 8, "advice"), (0, 3, "advice"))
    assert counts(acts_heard(truth, found), "advice") == (2, 2, 2)


def test_what_is_found_where_the_truth_is_unknown_counts_neither_way():
    truth = gold((0, 4, None), (10, 12, "advice"))
    found = heard((0, 4, "advice"), (10, 12, "advice"), (20, 22, "advice"))
    assert counts(acts_heard(truth, found), "advice") == (1, 2, 1)


def test_f1_follows_from_the_counts():
    count = ActCount(act="advice", truth=4, found=6, hits=3)
    assert (count.precision, count.recall, count.f1) == (0.5, 0.75, 0.6)
    nothing = ActCount(act="advice", truth=0, found=0, hits=0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)


def test_the_mean_is_over_questions_and_advice():
    rows = [ActCount(act=act, truth=2, found=2, hits=n % 3) for n, act in enumerate(ACTS)]
    assert macro_f1(rows) == pytest.approx(0.5)
    assert macro_f1([]) is None


def result(name, **more):
    return Result(name=name, truth=("x",), duration=60.0, **more)


def test_counts_of_several_recordings_are_added_before_they_are_divided():
    def wording(errors, length):
        row = WordErrors(errors=errors, length=length)
        return Wording(wer=row, cpwer=row)

    long = result(
        "long",
        diarisation=diarisation_of(TRUTH, TRUTH, 100),
        wording=wording(0, 90),
        acts_heard=(ActCount(act="advice", truth=9, found=9, hits=9),),
        seconds=(("decode", 1.0), ("diarise", 2.0)),
    )
    short = result(
        "short",
        diarisation=diarisation_of(turns((0, 100, "A")), [], 100),
        wording=wording(10, 10),
        acts_heard=(ActCount(act="advice", truth=1, found=1, hits=0),),
        seconds=(("diarise", 3.0),),
    )
    overall = Scores(results=(long, short, result("none")), peak_memory_mib=None).overall
    assert overall.diarisation.exact.rate == 0.5
    assert overall.wording.wer.rate == 0.1
    assert overall.acts_heard[0].f1 == 0.9
    assert overall.seconds == (("decode", 1.0), ("diarise", 5.0))
    assert overall.real_time == pytest.approx(6 / 180)


def printed(scores):
    console = Console(width=160, file=io.StringIO())
    with console.capture() as shown:
        console.print(table_of(scores))
    return shown.get()


def test_the_table_shows_what_there_is_and_a_dash_where_there_is_nothing():
    one = result("[red]set", diarisation=diarisation_of(TRUTH, TRUTH[:2], 100))
    text = printed(Scores(results=(one, result("bare")), peak_memory_mib=512.4))
    assert "[red]set" in text
    assert "2 of 3" in text
    assert "0.200" in text
    assert "512 MiB" in text
    assert "–" in text


def test_text_alone_has_no_speed():
    only = Result(
        name="text",
        truth=("gold.json",),
        duration=0.0,
        acts_on_text=tuple(ActCount(act=act, truth=4, found=4, hits=3) for act in ACTS),
    )
    text = printed(Scores(results=(only,), peak_memory_mib=None))
    assert "0.750" in text
    assert "decode" not in text
