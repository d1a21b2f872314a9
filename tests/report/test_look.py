"""Acts that everybody can tell apart, and words for times."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analyser.dashboard.frame import plain
from analyser.domain import ACTS, Act, Speaker
from analyser.report.look import CHOICES, LOOKS, chosen, clock, look_of, names_apart, names_of
from tests.dashboard import made


def test_no_act_is_told_by_its_colour_alone():
    seen = {(look.shape, look.filled) for look in LOOKS}
    assert len(seen) == len(LOOKS)
    assert len({look.sign for look in LOOKS}) == len(LOOKS)


def test_every_act_can_be_chosen():
    assert {chosen(value).act for value, _ in CHOICES} == set(ACTS)


@given(st.sampled_from([value for value, _ in CHOICES]))
def test_a_choice_and_its_act_are_each_others_inverse(choice):
    look = chosen(choice)
    act = Act(utterance=0, act=look.act, form=look.form, confidence=1.0, by="me")
    assert look_of(act).choice == choice


def test_labels_are_the_codebooks():
    assert [label for _, label in CHOICES][:4] == [
        "Open question", "Closed question", "Advice, direct", "Advice, disguised",
    ]  # fmt: skip


def test_a_clock_reads_like_a_players():
    assert [clock(s) for s in (0, 59.9, 61, 3600, 3661.5, -1)] == [
        "0:00", "0:59", "1:01", "1:00:00", "1:01:01", "0:00",
    ]  # fmt: skip


@given(st.text())
def test_plain_text_leaves_no_mark_that_markdown_would_act_on(text):
    shown = plain(text)
    for mark in "*_[]<>`#$:|~&!":
        assert shown.replace("\\\\", "").count(f"\\{mark}") == shown.replace("\\\\", "").count(mark)
    assert "\n" not in shown


def test_a_voice_without_a_name_is_called_by_its_place():
    assert list(names_of(made.analysis()).values())[-1] == "Voice 6"


def test_two_voices_of_one_name_are_told_apart():
    names = ("Sam", "Sam", "", "Sam (2)", "Sam")
    speakers = tuple(Speaker(id=f"S{n}", name=name) for n, name in enumerate(names))
    told = names_apart(replace(made.analysis(), speakers=speakers))
    assert list(told) == ["S0", "S1", "S2", "S3", "S4"]
    assert list(told.values()) == ["Sam", "Sam (2)", "Voice 3", "Sam (2) (2)", "Sam (3)"]
