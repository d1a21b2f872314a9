"""Slow work is done once for each thing, all of it at once, and so much of it is kept."""

from __future__ import annotations

from analyser.pipeline.memory import Memory


class Shouting:
    """Keeps what it was asked to work out."""

    def __init__(self):
        self.asked: list[list[str]] = []

    def __call__(self, texts):
        self.asked.append(list(texts))
        return (text.upper() for text in texts)


def test_what_was_made_before_is_not_made_again():
    memory, work = Memory(10), Shouting()
    assert memory.recall(["a", "b", "a"], work) == ["A", "B", "A"]
    assert memory.recall(["b", "c"], work) == ["B", "C"]
    assert memory.recall([], work) == []
    assert memory.recall(["c", "a"], work) == ["C", "A"]
    assert work.asked == [["a", "b"], ["c"]]


def test_the_longest_unused_is_let_go():
    memory, work = Memory(2), Shouting()
    for texts in (["a"], ["b"], ["a"], ["c"], ["a"], ["b"]):
        memory.recall(texts, work)
    assert work.asked == [["a"], ["b"], ["c"], ["b"]]


def test_more_than_is_kept_can_be_asked_for_at_once():
    memory, work = Memory(2), Shouting()
    assert memory.recall(["a", "b", "c"], work) == ["A", "B", "C"]
    assert memory.recall(["b", "c"], work) == ["B", "C"]
    assert len(work.asked) == 1
