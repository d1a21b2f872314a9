"""Advice: whether it crept in, who gave it, and what became of it."""

from __future__ import annotations

from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import show_chart
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import show_facts
from analyser.dashboard.sections.moments import Kind, behind, show_moments
from analyser.domain import Act
from analyser.measures import drift
from analyser.measures.common import SET
from analyser.report.charts import creep, givers

CREEP = (
    *("advice_creep", "advice_creep_verdict", "advice_share", "contributions"),
    *("advice_share_first_third", "advice_share_last_third"),
)
GIVEN = (
    *("advice", "direct_advice", "disguised_advice", "invited_advice", "cascades", "steer_back"),
    *("first_advice_at", "advice_seconds", "advice_per_10_min"),
)


def show_advice(shown: Shown) -> None:
    """The curve, who gave it, the figures, and every piece in full."""
    _show_creep(shown)
    _show_givers(shown)
    _show_list(shown)


def _show_creep(shown: Shown) -> None:
    show_heading(
        "Advice creep",
        measures=CREEP,
        about="The line is the share of advice among questions, advice and reflections in five "
        "minutes, moved by thirty seconds; the band holds it with 95 % certainty. The signs below "
        "it are the contributions themselves: a click plays one. There is no published norm.",
    )
    words = creep.words(drift(shown.analysis))
    rows = creep.rows(shown.analysis)
    chart = creep.chart(
        rows,
        creep.contribution_rows(shown.analysis),
        since=shown.span[0],
        duration=shown.span[1],
        description=words,
    )
    show_chart(
        chart,
        words=words,
        table=creep.table(rows),
        key=f"creep-{shown.key}",
        empty=rows.dropna(subset=["share"]).empty,
    )


def _show_givers(shown: Shown) -> None:
    show_heading("Who gave advice, and how", measures=GIVEN, acts=["advice"])
    rows = givers.rows(shown.analysis, shown.measures)
    words = givers.words(rows)
    chart = givers.chart(rows, description=words)
    show_chart(
        chart, words=words, table=givers.table(rows), key=f"givers-{shown.key}", empty=rows.empty
    )
    show_facts(shown, [(name, SET) for name in GIVEN], key="advice")


def _show_list(shown: Shown) -> None:
    show_heading("Every piece of advice")
    invited, chained = behind(shown, "invited_advice"), behind(shown, "cascades")
    kinds = (
        Kind("All", lambda row: row.act.act == "advice"),
        Kind("Direct", lambda row: _is(row.act, "direct")),
        Kind("Disguised", lambda row: _is(row.act, "disguised")),
        Kind("Invited", lambda row: row.act.act == "advice" and invited(row)),
        Kind("In a cascade", lambda row: row.act.act == "advice" and chained(row)),
    )
    show_moments(shown, kinds, key="advice")


def _is(act: Act, form: str) -> bool:
    return act.act == "advice" and act.form == form
