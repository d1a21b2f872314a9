"""What slow work gave before, kept for as long as the process runs, and only so much of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Given = TypeVar("Given", bound=Hashable)
Made = TypeVar("Made")


class Memory(Generic[Given, Made]):
    """Results by what they were made from; of more than ``most``, the longest unused are let go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Given, Made] = OrderedDict()
        self._lock = Lock()

    def recall(
        self, given: Sequence[Given], make: Callable[[list[Given]], Iterable[Made]]
    ) -> list[Made]:
        """One result for each of ``given``, in order; what is not remembered is made, all at once.

        :param make: gives one result for each of what it is given, in order, none of it twice.
        """
        with self._lock:
            found = {one: self._kept[one] for one in given if one in self._kept}
        new = [one for one in dict.fromkeys(given) if one not in found]
        found |= zip(new, make(new), strict=True) if new else ()
        self._keep(found)
        return [found[one] for one in given]

    def _keep(self, found: dict[Given, Made]) -> None:
        with self._lock:
            for one, made in found.items():
                self._kept[one] = made
                self._kept.move_to_end(one)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
