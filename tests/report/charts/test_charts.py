"""Charts show what the measures say, in marks, in a table and in words."""

from dataclasses import replace

import pytest

from analyser.measures import drift, measure
from analyser.report.charts import (
    airtime,
    creep,
    givers,
    questions,
    reflections,
    timeline,
    waits,
)
from analyser.report.look import names_of
from tests.dashboard import made


@pytest.fixture(scope="module")
def analysis():
    return made.analysis()


@pytest.fixture(scope="module")
def measures(analysis):
    return measure(analysis)


def test_every_voice_has_a_bar_with_its_share_and_whisker(analysis, measures):
    rows = airtime.rows(analysis, measures)
    assert set(rows["voice"]) == {speaker.id for speaker in analysis.speakers}
    assert rows["share"].sum() == pytest.approx(1)
    told = rows.dropna(subset=["low"])
    assert len(told) > 0
    assert (told["low"] <= told["share"]).all()
    assert (told["share"] <= told["high"]).all()


def test_bars_are_grouped_by_role_and_ordered_by_share(analysis, measures):
    rows = airtime.rows(analysis, measures)
    assert list(rows["role"])[:2] == ["facilitator", "presenter"]
    members = rows[rows["role"] == "member"]
    assert list(members["share"]) == sorted(members["share"], reverse=True)


def test_airtime_says_who_spoke_most_and_how_much_the_facilitator_did(analysis, measures):
    words = airtime.words(airtime.rows(analysis, measures))
    assert words.startswith("Tom (presenter) spoke most: ")
    assert "The facilitator spoke for" in words


def test_a_session_without_a_facilitator_does_not_speak_of_one(analysis):
    unnamed = replace(
        analysis, speakers=tuple(replace(s, role="unnamed") for s in analysis.speakers)
    )
    words = airtime.words(airtime.rows(unnamed, measure(unnamed)))
    assert "facilitator" not in words


def test_the_timeline_has_every_question_and_every_piece_of_advice(analysis):
    marks = timeline.mark_rows(analysis)
    asked = [a for a in analysis.acts if a.act in {"open_question", "closed_question", "advice"}]
    assert len(marks) == len(asked)
    assert set(marks["name"]) <= set(names_of(analysis).values())


def test_the_creep_curve_lies_in_its_band(analysis):
    rows = creep.rows(analysis).dropna(subset=["share"])
    assert len(rows) > 10
    assert (rows["low"] <= rows["share"]).all()
    assert (rows["share"] <= rows["high"]).all()


def test_the_word_on_creep_never_comes_without_its_counts(analysis):
    found = drift(analysis)
    words = creep.words(found)
    assert words.startswith("Advice crept in")
    assert f"{found.last[0]} of {found.last[1]} in the last" in words


def test_an_extreme_odds_ratio_is_only_told_as_a_bound(analysis):
    found = replace(drift(analysis), odds_ratio=393.4, low=13.6, high=11353.1)
    assert "multiplied by over 100 (between 13.60 and over 100)." in creep.words(found)


def test_the_limit_for_a_steady_share_is_told_as_our_own(analysis):
    found = replace(drift(analysis), verdict="steady")
    assert "our own limit, not a norm" in creep.words(found)
    assert "our own limit" not in creep.words(drift(analysis))


def test_two_voices_of_one_name_have_a_bar_and_a_lane_each(analysis):
    twins = tuple(replace(s, name="Sam", role="member") for s in analysis.speakers)
    alike = replace(analysis, speakers=twins)
    bars = airtime.rows(alike, measure(alike))
    assert bars["label"].nunique() == len(analysis.speakers)
    lanes = timeline.turn_rows(alike).groupby("voice")["name"].unique()
    assert sorted(name for (name,) in lanes) == sorted(set(bars["name"]))
    assert set(timeline.mark_rows(alike)["name"]) <= set(bars["name"])


def test_too_little_to_tell_is_said_so(analysis):
    short = replace(analysis, utterances=analysis.utterances[:6], acts=analysis.acts[:6])
    assert creep.words(drift(short)).startswith("There is too little to tell")


def charts_of(analysis):
    measures = measure(analysis)
    rows = airtime.rows(analysis, measures)
    turns, marks = timeline.turn_rows(analysis), timeline.mark_rows(analysis)
    duration = analysis.recording.duration
    return (
        airtime.chart(rows, description="a"),
        timeline.chart(turns, marks, lanes=rows["name"], part=(0, duration), description="b"),
        creep.chart(
            creep.rows(analysis),
            creep.contribution_rows(analysis),
            duration=duration,
            description="c",
        ),
        questions.chart(questions.rows(analysis, measures), description="d"),
        givers.chart(givers.rows(analysis, measures), description="e"),
        waits.chart(waits.rows(analysis), description="f"),
        reflections.chart(reflections.rows(analysis, measures), description="g"),
    )


def test_every_chart_has_a_description_and_something_to_click(analysis):
    for chart, description in zip(charts_of(analysis), "abcdefg", strict=True):
        spec = chart.to_dict(validate=True)
        assert spec["description"] == description
        assert [param["name"] for param in spec["params"]] == ["pick"]


@pytest.mark.parametrize("what", ["nothing said", "nobody heard"])
def test_charts_stand_when_there_is_nothing_to_draw(analysis, what):
    empty = replace(analysis, utterances=(), acts=(), words=())
    if what == "nobody heard":
        empty = replace(empty, turns=(), speakers=())
    for chart in charts_of(empty):
        chart.to_dict(validate=True)
    assert creep.words(drift(empty))
    assert airtime.words(airtime.rows(empty, measure(empty)))


def test_tables_say_the_same_as_the_charts(analysis, measures):
    rows = airtime.rows(analysis, measures)
    table = airtime.table(rows)
    assert list(table["Voice"]) == list(rows["name"])
    assert len(creep.table(creep.rows(analysis))) == len(creep.rows(analysis).dropna())
    assert len(timeline.table(timeline.mark_rows(analysis))) == len(timeline.mark_rows(analysis))


def test_the_question_mix_adds_up_to_every_question(analysis, measures):
    rows = questions.rows(analysis, measures)
    assert rows["count"].sum() == sum(
        a.act in {"open_question", "closed_question"} for a in analysis.acts
    )
    assert questions.words(rows).startswith("Maya asked 6 questions, 2 open; ")
    assert questions.table(rows)["Open question"].iloc[0] == 2
    assert questions.words(rows[:0]) == "Nobody asked a question."


def test_who_gave_advice_is_told_with_its_forms_and_what_was_invited(analysis, measures):
    rows = givers.rows(analysis, measures)
    assert rows["count"].sum() == sum(a.act == "advice" for a in analysis.acts)
    assert givers.words(rows).startswith("Five people gave 14 pieces of advice, 12 of them in")
    assert set(givers.table(rows)["Of these invited"]) == {"0"}
    assert givers.words(rows[:0]) == "Nobody gave advice."


def test_invited_advice_is_not_told_while_nobody_presents(analysis):
    members = tuple(replace(s, role="member") for s in analysis.speakers)
    nobody = replace(analysis, speakers=members)
    table = givers.table(givers.rows(nobody, measure(nobody)))
    assert set(table["Of these invited"]) == {"cannot tell"}


def test_every_wait_is_a_dot_that_is_heard_from_just_before_it(analysis):
    rows = waits.rows(analysis)
    assert set(rows["whose"]) == {waits.LEAD, waits.OTHERS}
    assert (rows["seconds"] % 0.25 == 0).all()
    assert len(waits.table(rows)) == len(rows)
    assert "13 waits lasted 3 seconds or longer." in waits.words(rows)


def test_what_is_ours_or_borrowed_is_labelled_so_and_can_be_left_out(analysis, measures):
    dots, ratios = waits.rows(analysis), reflections.rows(analysis, measures)
    ours = [waits.chart(dots, line=on, description="f").to_json() for on in (True, False)]
    assert ["(ours)" in drawn for drawn in ours] == [True, False]
    lent = [reflections.chart(ratios, lines=on, description="g").to_json() for on in (True, False)]
    assert ["(borrowed)" in drawn for drawn in lent] == [True, False]


def test_reflections_are_told_for_the_facilitator_and_for_everybody(analysis, measures):
    rows = reflections.rows(analysis, measures)
    assert list(rows["label"]) == ["Maya · facilitator", "Everybody"]
    assert "0.17 reflections for every question (1 to 6)" in reflections.words(rows)
    quiet = replace(analysis, utterances=(), acts=(), words=())
    assert "no question was asked" in reflections.words(reflections.rows(quiet, measure(quiet)))


def test_charts_side_by_side_can_share_a_scale(analysis, measures):
    bars = airtime.chart(airtime.rows(analysis, measures), description="a", most=0.9).to_dict(
        validate=True
    )
    assert bars["layer"][0]["encoding"]["x"]["scale"]["domain"][1] == pytest.approx(0.9 * 1.12)
