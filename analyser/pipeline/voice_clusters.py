"""Which stretches are one voice, and how many voices there are.

Each stretch of a single voice is a vector of length 1; the smaller the angle between two, the more
alike they sound. A tree by average linkage on cosine distance joins the stretches. It is cut where
groups no longer sound alike. A distance between single stretches is noisy, so that two similar
voices may lie under the cut; but their mean directions, each over much speech, tell them apart. So
a group is cut once more where both of its halves are long and point apart.

The figures stand in the middle of a plateau that was measured on made and on real recordings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import ClusterNode, linkage, to_tree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ALIKE = 0.45
"""The largest mean cosine distance between two groups of stretches of one voice."""
DISTINCT = 0.78
"""Two long groups are two voices where the cosine between their directions is smaller."""
LONG = 8.0
"""Seconds over which a direction can be trusted."""
VOICE = 2.5
"""Seconds that a voice must at least be heard alone, in a recording of a few minutes."""
SHORT = 1.0
"""Seconds; where voices are wanted that are not found so long, any length will do."""
MOST = 4_000
"""Of more stretches, evenly so many find the voices: time and memory grow as the square."""
ROUNDS = 3
"""How often the directions are refined by what lies nearest to them."""

ID = f"tree({ALIKE:g},{DISTINCT:g}/{LONG:g}s,{VOICE:g}s)"


def voices_of(
    vectors: Floats, seconds: Floats, *, clear: float, at_least: int = 1, at_most: int = 1_000
) -> Ints:
    """The voice of each stretch, counted from 0.

    :param vectors: ``(stretches, dimensions)``, each of length 1.
    :param seconds: how long each stretch is.
    :param clear: seconds of a stretch that helps to find voices; others are only given to them.
    :param at_least: the fewest voices wanted; fewer only where too little was heard to part them.
    :param at_most: the most voices wanted.
    """
    chosen = np.flatnonzero(seconds >= clear)
    if len(chosen) <= at_least:
        chosen = np.arange(len(seconds))
    if len(chosen) <= 1 or at_most == 1:
        return np.zeros(len(seconds), dtype=np.int64)
    every = ceil(len(chosen) / MOST)
    heard = Stretches(vectors=vectors[chosen[::every]], seconds=seconds[chosen[::every]] * every)
    groups = list(heard.groups())
    heard.split_up(groups, at_least)
    members = [np.array(group.pre_order()) for group in groups]
    heard.join(members, at_most)
    directions = heard.refined(np.stack([heard.direction(m) for m in members]))
    labels: Ints = np.argmax(vectors @ directions.T, axis=1)
    return np.unique(labels, return_inverse=True)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Stretches long enough to find voices by."""

    vectors: Floats
    seconds: Floats

    def groups(self) -> Iterator[ClusterNode]:
        """The branches of the tree that are one voice each, at least one."""
        tree = to_tree(linkage(self.vectors, method="average", metric="cosine"))
        branches = list(cut(tree, ALIKE))
        longest = max(map(self.length, branches))
        for branch in branches:
            if self.length(branch) >= min(longest, self.shortest_voice()):
                yield from self.told_apart(branch)

    def told_apart(self, branch: ClusterNode) -> Iterator[ClusterNode]:
        """A branch, or the parts of it that point apart and are long enough to be sure."""
        halves = self.halves(branch, LONG)
        if halves and self.likeness(*halves) < DISTINCT:
            for half in halves:
                yield from self.told_apart(half)
        else:
            yield branch

    def split_up(self, groups: list[ClusterNode], at_least: int) -> None:
        """Split groups, the most distinct halves first, until there are enough or none is left."""
        least = self.shortest_voice()
        while len(groups) < at_least:
            found = [(n, h) for n, g in enumerate(groups) if (h := self.halves(g, least))]
            if found:
                n, halves = min(found, key=lambda item: self.likeness(*item[1]))
                groups[n : n + 1] = halves
            elif least:
                least = least / 2 if least > SHORT else 0.0
            else:
                return

    def join(self, members: list[Ints], at_most: int) -> None:
        """Join groups, the most alike first, until there are few enough."""
        while len(members) > at_most:
            directions = [self.direction(m) for m in members]
            pairs = combinations(range(len(members)), 2)
            a, b = max(pairs, key=lambda pair: float(directions[pair[0]] @ directions[pair[1]]))
            members[a] = np.concatenate((members[a], members.pop(b)))

    def refined(self, directions: Floats) -> Floats:
        """Directions moved to the mean of what lies nearest to them (spherical k-means)."""
        for _ in range(ROUNDS):
            nearest = np.argmax(self.vectors @ directions.T, axis=1)
            directions = np.stack(
                [
                    self.direction(np.flatnonzero(nearest == k)) if (nearest == k).any() else old
                    for k, old in enumerate(directions)
                ]
            )
        return directions

    def halves(self, branch: ClusterNode, least: float) -> tuple[ClusterNode, ClusterNode] | None:
        """The first fork with at least so many seconds on both sides; short twigs are shed."""
        while not branch.is_leaf():
            fork = sorted((branch.left, branch.right), key=self.length)
            if self.length(fork[0]) >= least:
                return branch.left, branch.right
            branch = fork[1]
        return None

    def shortest_voice(self) -> float:
        """Seconds that make a voice: fewer in a clip; more in hours, where noises add up."""
        whole = float(self.seconds.sum())
        return max(min(VOICE, whole / 10), whole / 600)

    def length(self, branch: ClusterNode) -> float:
        """Seconds under a branch."""
        return float(self.seconds[branch.pre_order()].sum())

    def direction(self, members: Ints | Sequence[int]) -> Floats:
        """Where the members point on the whole, longer ones more; length 1."""
        mean = self.seconds[members] @ self.vectors[members]
        direction: Floats = mean / np.linalg.norm(mean)
        return direction

    def likeness(self, a: ClusterNode, b: ClusterNode) -> float:
        """The cosine between the directions of two branches."""
        return float(self.direction(a.pre_order()) @ self.direction(b.pre_order()))


def cut(tree: ClusterNode, distance: float) -> Iterator[ClusterNode]:
    """The largest branches in which nothing is joined over more than a distance."""
    waiting = [tree]
    while waiting:
        branch = waiting.pop()
        if branch.is_leaf() or branch.dist <= distance:
            yield branch
        else:
            waiting += [branch.left, branch.right]
