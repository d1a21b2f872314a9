"""Airtime by hand."""

import math

import pytest

from analyser.measures import measure, warnings
from analyser.measures.quiet import is_called
from tests.measures.made import found, session, value

ROLES = {"F": "facilitator", "P": "presenter", "M": "member", "N": "member", "Q": "member"}
TURNS = [(0, 10, "F"), (10, 70, "P"), (60, 80, "M"), (80, 98, "N"), (98, 100, "Q")]


@pytest.fixture
def measures():
    return measure(session(turns=TURNS, roles=ROLES, duration=120))


def codes(analysis):
    return [notice.code for notice in warnings(analysis)]


def test_overlapped_speech_counts_for_each(measures):
    heard = {v: value(measures, "airtime", v) for v in ROLES}
    assert heard == {"F": 10, "P": 60, "M": 20, "N": 18, "Q": 2}
    assert value(measures, "airtime") == 110
    assert value(measures, "airtime", "role:member") == 40


def test_a_share_is_of_all_airtime(measures):
    assert value(measures, "airtime_share", "P") == pytest.approx(60 / 110)
    assert value(measures, "airtime_share", "role:member") == pytest.approx(40 / 110)


def test_a_share_has_an_interval_around_it(measures):
    share = found(measures, "airtime_share", "P")
    assert 0 <= share.low < share.value < share.high <= 1


def test_with_four_turns_no_interval_is_promised():
    shares = found(measure(session(turns=TURNS[:4], roles=ROLES)), "airtime_share", "P")
    assert shares.value is not None
    assert shares.low is None


def test_silence_is_what_no_voice_covers(measures):
    assert value(measures, "silence") == 20
    assert value(measures, "silence_share") == pytest.approx(20 / 120)
    (stretch,) = found(measures, "silence").evidence
    assert (stretch.start, stretch.end) == (100, 120)


def test_overlap_is_told_as_at_least(measures):
    assert value(measures, "overlap") == 10
    assert value(measures, "overlap_share") == pytest.approx(10 / 100)
    assert found(measures, "overlap").note == "at least"


def test_evenness_is_the_members_alone(measures):
    parts = [20 / 40, 18 / 40, 2 / 40]
    entropy = -sum(part * math.log(part) for part in parts)
    assert value(measures, "evenness", "role:member") == pytest.approx(entropy / math.log(3))


def test_members_who_speak_alike_are_even():
    analysis = session(turns=[(0, 10, "M"), (10, 20, "N"), (20, 90, "F")], roles=ROLES)
    no_third = session(turns=[(0, 10, "M"), (10, 20, "N")], roles={"M": "member", "N": "member"})
    assert value(measure(no_third), "evenness", "role:member") == pytest.approx(1)
    third_is_silent = value(measure(analysis), "evenness", "role:member")
    assert third_is_silent == pytest.approx(math.log(2) / math.log(3))


@pytest.mark.parametrize("roles", [{}, {"M": "member"}, {"M": "facilitator", "N": "presenter"}])
def test_below_two_members_evenness_cannot_be_told(roles):
    figure = found(measure(session(turns=TURNS, roles=roles)), "evenness", "role:member")
    assert figure.value is None
    assert figure.note


def test_turns_are_counted_and_measured():
    turns = [(0, 5, "A"), (6, 9, "A"), (20, 21, "A"), (30, 34, "A"), (9, 20, "B")]
    measures = measure(session(turns=turns))
    assert value(measures, "turns", "A") == 3
    assert value(measures, "longest_turn", "A") == 9
    assert value(measures, "median_turn", "A") == 4
    (stretch,) = found(measures, "longest_turn", "A").evidence
    assert (stretch.start, stretch.end) == (0, 9)


def test_a_quiet_member_is_named_with_the_silence_and_the_invitation():
    analysis = session(
        (5, 6, "F", "process", "Let us hear from Quinn."),
        (7, 9, "F", "other", "Quinn said so."),
        (10, 12, "Q", "closed", "Is it Quinn?"),
        turns=TURNS,
        roles=ROLES,
        names={"Q": "Quinn", "N": "Nia"},
        duration=120,
    )
    quiet = found(measure(analysis), "quiet_voices")
    assert quiet.value == 1
    assert "Quinn spoke for 5 % of the members' talk" in quiet.note
    assert "1 min 38 s from 0 s" in quiet.note
    assert "invited in by name once" in quiet.note
    (call,) = found(measure(analysis), "invitations", "Q").evidence
    assert call.utterance == 0


def test_a_voice_without_a_name_cannot_be_seen_to_be_invited():
    analysis = session(turns=TURNS, roles=ROLES, names={"Q": "Voice 5"})
    assert value(measure(analysis), "invitations", "Q") is None


def test_nobody_is_quiet_while_nobody_is_a_member():
    quiet = found(measure(session(turns=TURNS)), "quiet_voices")
    assert quiet.value is None
    assert quiet.note


def test_two_voices_under_three_percent_are_probably_one():
    small = [(0, 960, "A"), (960, 980, "B"), (980, 1000, "C")]
    assert "voices_split" in codes(session(turns=small))
    assert "voices_split" not in codes(session(turns=small[:2]))


def test_a_voice_under_ten_seconds_is_unreliable():
    assert "voices_short" in codes(session(turns=[(0, 90, "A"), (90, 99.9, "B")]))
    assert "voices_short" not in codes(session(turns=[(0, 90, "A"), (90, 100, "B")]))


def test_more_than_fifteen_percent_of_overlap_is_told():
    assert "overlap_high" in codes(session(turns=[(0, 100, "A"), (84, 100, "B")]))
    assert "overlap_high" not in codes(session(turns=[(0, 100, "A"), (85, 100, "B")]))


def test_unnamed_voices_are_told():
    assert "voices_unnamed" in codes(session(turns=TURNS, roles={**ROLES, "Q": "unnamed"}))
    assert codes(session(turns=TURNS[:2], roles={"F": "facilitator", "P": "presenter"})) == []


@pytest.mark.parametrize(
    ("name", "text", "called"),
    [
        ("Will", "What will you do?", False),
        ("Will", "Will you tell her?", False),
        ("Will", "Will, what do you think?", True),
        ("Will", "What do you think, Will?", True),
        ("will", "And what about Will?", True),
        ("Will", "what will you do", False),
        ("May", "May I ask?", False),
        ("Mark", "Let us mark that.", False),
        ("RUTH", "Ruth, what do you think?", True),
        ("Ruth", "ruth what do you think", True),
        ("Ann", "Anna, what do you think?", False),
        ("Zoë", "What about Zoë?", True),
    ],
)
def test_a_name_is_called_with_a_capital_unless_all_is_in_lower_case(name, text, called):
    assert is_called(name, text) == called


def test_what_will_you_do_invites_nobody():
    asked = ("F", "open", "What will you do?")
    analysis = session((0, 2, *asked), (3, 4, "M", "other"), roles=ROLES, names={"M": "Will"})
    assert value(measure(analysis), "invitations", "M") == 0


def test_shares_and_medians_can_be_listened_to(measures):
    def heard(name, subject="set"):
        return [(s.start, s.end) for s in found(measures, name, subject).evidence]

    assert heard("median_turn", "P") == [(10, 70)]
    assert heard("silence_share") == [(100, 120)]
    assert heard("overlap_share") == [(60, 70)]
    assert heard("evenness", "role:member") == [(60, 80), (80, 98), (98, 100)]


def test_sound_after_the_end_is_no_silence():
    measures = measure(session(turns=[(0, 10, "F"), (70, 80, "P")], duration=60))
    assert value(measures, "silence") == 50
    assert value(measures, "silence_share") == pytest.approx(50 / 60)
