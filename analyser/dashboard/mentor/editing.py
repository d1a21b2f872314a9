"""The fields of a feedback sheet: what is typed becomes the sheet, whichever run it is read in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

import streamlit as st

from analyser.dashboard.mentor.fields import kept
from analyser.dashboard.mentor.rubric import show_rubric
from analyser.domain import Sheet, SheetItem
from analyser.measures import TITLES
from analyser.report.look import clock

LISTS = {
    "strengths": ("Strengths, with where to hear them", "Add a strength"),
    "wonders": ("I wonder how …", "Add a question"),
    "next_time": ("To try next", "Add a thing to try"),
}

_ID_BYTES = 4


def _fresh() -> str:
    return secrets.token_hex(_ID_BYTES)


@dataclass(slots=True)
class Desk:
    """What a mentor has before them: a sheet, and its points under names that stay the same.

    A point's field keeps its name when the point moves, so that nothing typed is lost. ``first``
    is the sheet as it was laid there.
    """

    sheet: Sheet
    first: Sheet
    points: dict[str, dict[str, SheetItem]] = field(default_factory=dict)
    id: str = field(default_factory=_fresh)

    @classmethod
    def with_sheet(cls, sheet: Sheet) -> Desk:
        """A desk on which this sheet lies."""
        points = {name: {_fresh(): item for item in getattr(sheet, name)} for name in LISTS}
        return cls(sheet=sheet, first=sheet, points=points)

    def add(self, name: str) -> None:
        """An empty point at a list's end."""
        self.points[name][_fresh()] = SheetItem(text="")

    def remove(self, name: str, point: str) -> None:
        """Take a point out of a list."""
        del self.points[name][point]

    def new_in(self, draft: Sheet) -> int:
        """How many points of a draft are about moments that no point here is about."""
        return sum(len(self._new(draft, name)) for name in LISTS)

    def bring(self, draft: Sheet) -> None:
        """Add the points of a draft that are not here yet: what was marked since."""
        for name in LISTS:
            self.points[name] |= {_fresh(): item for item in self._new(draft, name)}

    def _new(self, draft: Sheet, name: str) -> list[SheetItem]:
        known = {_place(item) for item in self.points[name].values()}
        drafted: tuple[SheetItem, ...] = getattr(draft, name)
        return [item for item in drafted if item.start is not None and _place(item) not in known]

    def raise_up(self, name: str, point: str) -> None:
        """Let a point change places with the one before it."""
        order = [*self.points[name]]
        place = order.index(point)
        if place:
            order[place - 1], order[place] = order[place], order[place - 1]
        self.points[name] = {key: self.points[name][key] for key in order}


def _place(item: SheetItem) -> tuple[float | None, float | None]:
    return item.start, item.end


def show_fields(desk: Desk) -> Sheet:
    """Every field of the sheet; the sheet as it is typed now, without empty points."""
    sheet = desk.sheet
    opening = _text(
        "Opening", f"opening-{desk.id}", sheet.opening,
        help="How you want to begin: what you looked at, and what struck you.",
    )  # fmt: skip
    typed = {name: _list(desk, name) for name in LISTS}
    questions = st.toggle(
        "List the facilitator’s own questions, numbered and in full",
        key=kept(f"questions-{desk.id}", sheet.questions),
    )
    figures = st.multiselect(
        "Figures to show, each with its doubt",
        tuple(TITLES),
        key=kept(f"figures-{desk.id}", [n for n in sheet.figures if n in TITLES]),
        format_func=TITLES.__getitem__,
    )
    with st.expander("The rubric", icon=":material/checklist:"):
        ratings = show_rubric(sheet, key=f"seen-{desk.id}")
    goals = _text("Goals, one on each line", f"goals-{desk.id}", "\n".join(sheet.goals))
    closing = _text("Closing", f"closing-{desk.id}", sheet.closing)
    desk.sheet = replace(
        sheet,
        opening=opening,
        strengths=typed["strengths"],
        wonders=typed["wonders"],
        next_time=typed["next_time"],
        ratings=ratings,
        questions=questions,
        figures=tuple(figures),
        goals=tuple(line.strip() for line in goals.splitlines() if line.strip()),
        closing=closing,
    )
    return desk.sheet


def _text(label: str, key: str, first: str, *, help: str | None = None) -> str:  # noqa: A002
    return (st.text_area(label, key=kept(key, first), help=help) or "").strip()


def _list(desk: Desk, name: str) -> tuple[SheetItem, ...]:
    title, more = LISTS[name]
    with st.container(key=f"list-{name}", gap="small"):
        st.header(title)
        for place, point in enumerate([*desk.points[name]]):
            _point(desk, name, point, place)
        st.button(
            more,
            key=f"add-{name}",
            type="tertiary",
            icon=":material/add:",
            on_click=desk.add,
            args=(name,),
        )
    return tuple(item for item in desk.points[name].values() if item.text)


def _point(desk: Desk, name: str, point: str, place: int) -> None:
    item = desk.points[name][point]
    at = "" if item.start is None else f", at {clock(item.start)}"
    words, actions = st.columns([5, 1.2], vertical_alignment="bottom")
    text = words.text_area(
        f"Number {place + 1}{at}", key=kept(f"point-{point}", item.text), height=80
    )
    with actions.container(horizontal=True, gap="small"):
        for label, act in (("Up", desk.raise_up), ("Remove", desk.remove)):
            st.button(
                label,
                key=f"{label}-{point}",
                type="tertiary",
                disabled=label == "Up" and place == 0,
                on_click=act,
                args=(name, point),
            )
    desk.points[name][point] = replace(item, text=(text or "").strip())
