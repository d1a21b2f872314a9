"""Questions: how open they were, and every one of them in full."""

from __future__ import annotations

from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import show_chart
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import lead_of, show_facts
from analyser.dashboard.sections.moments import Kind, behind, show_moments
from analyser.measures.common import Said, voices_with
from analyser.measures.questions import words_in
from analyser.report.charts import questions

MEASURES = (
    *("open_share", "open_questions", "closed_questions", "stacked_questions"),
    *("question_length", "long_questions"),
    *("open_questions_per_10_min", "closed_questions_per_10_min"),
)


def show_questions(shown: Shown) -> None:
    """The mix of each voice, the facilitator's figures, and the questions in full."""
    show_heading("Questions", measures=MEASURES, acts=["open_question", "closed_question"])
    rows = questions.rows(shown.analysis, shown.measures)
    words = questions.words(rows)
    chart = questions.chart(rows, description=words)
    show_chart(
        chart,
        words=words,
        table=questions.table(rows),
        key=f"questions-{shown.key}",
        empty=rows.empty,
    )
    lead = lead_of(shown.analysis)
    show_facts(shown, [(name, lead) for name in MEASURES], key="questions")
    _show_list(shown)


def _show_list(shown: Shown) -> None:
    leads = voices_with(shown.analysis, "facilitator")
    show_heading("The facilitator’s own questions" if leads else "Every question")
    stacked, long = behind(shown, "stacked_questions"), behind(shown, "long_questions")

    def remark(row: Said) -> str:
        return "stacked" * stacked(row) or f"{words_in(row)} words" * long(row)

    kinds = (
        Kind("All", lambda row: row.is_question, remark),
        Kind("Open", lambda row: row.act.act == "open_question", remark),
        Kind("Closed", lambda row: row.act.act == "closed_question", remark),
        Kind("Stacked", lambda row: row.is_question and stacked(row), remark),
        Kind("Long", lambda row: row.is_question and long(row), remark),
    )
    show_moments(shown, kinds, key="questions", voices=sorted(leads))
