"""Fine-tuning: items in, a network out, the same for the same seed and data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from analyser.pipeline.encoder.codes import CODES
from analyser.pipeline.encoder.pieces import Pieces, Speller, filled
from analyser.pipeline.encoder.views import View
from analyser.train.examples import Bag, Example, Item, shown
from analyser.train.network import Network

Tell = Callable[[str], None]

SMOOTHING = 0.05
LONGEST_STEP = 1.0
_POOL = 40
_SURE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long, how fast and in which portions."""

    epochs: int
    rate: float
    batch: int = 32
    head_rate: float = 1e-3
    warm: float = 0.1
    decay: float = 0.01
    class_weights: tuple[float, ...] = (1.0,) * len(CODES)


def fit(
    network: Network,
    epochs_of: Callable[[int], Sequence[Item]],
    strangers: Sequence[View],
    speller: Speller,
    pace: Pace,
    *,
    seed: int,
    tell: Tell,
) -> None:
    """Train in place.

    :param epochs_of: the items of an epoch, counted from 0.
    :param strangers: views whose surroundings may be lent to others.
    """
    torch.manual_seed(seed)
    random = Random(seed)  # noqa: S311  (for repeatable shuffling, not for secrets)
    portions = [_batches(epochs_of(n), pace.batch, random) for n in range(pace.epochs)]
    steps = sum(len(epoch) for epoch in portions)
    optimiser, schedule = _optimiser(network, pace, steps)
    weights = torch.tensor(pace.class_weights)
    network.train()
    began = time.monotonic()
    for number, epoch in enumerate(portions):
        total = 0.0
        for step, batch in enumerate(epoch, start=1):
            items = [shown(item, strangers, random) for item in batch]
            total += _step(network, speller, items, optimiser, weights)
            schedule.step()
            if step % 100 == 0 or step == len(epoch):
                spent = time.monotonic() - began
                tell(
                    f"epoch {number + 1}, step {step}/{len(epoch)}: {total / step:.4f} {spent:.0f}s"
                )
    network.eval()


def probabilities(
    network: Network, views: Sequence[View], speller: Speller, *, batch: int = 64
) -> npt.NDArray[np.float32]:
    """Scores of each view before the softmax, ``(views, classes)``."""
    rows = speller.spell(views)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    scores = np.zeros((len(rows), len(CODES)), dtype=np.float32)
    network.eval()
    with torch.inference_mode():
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            scores[chosen] = _scores(network, [rows[n] for n in chosen]).numpy()
    return scores


def _optimiser(
    network: Network, pace: Pace, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with a linear rise and fall; no decay where there is only a bias or a norm."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in network.named_parameters():
        rate = pace.head_rate if name.startswith("head") else pace.rate
        groups.setdefault((rate, pace.decay if weight.dim() > 1 else 0.0), []).append(weight)
    optimiser = torch.optim.AdamW(
        [{"params": ps, "lr": rate, "weight_decay": d} for (rate, d), ps in groups.items()]
    )
    warm = max(1, int(steps * pace.warm))

    def share(step: int) -> float:
        return min(1.0, (step + 1) / warm) * max(0.0, (steps - step) / max(1, steps - warm), 0.01)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1.0, share(s)))


def _batches(items: Sequence[Item], size: int, random: Random) -> list[list[Item]]:
    """Portions of items of like length, in random order."""
    order = list(items)
    random.shuffle(order)
    batches = []
    for at in range(0, len(order), size * _POOL):
        pool = sorted(order[at : at + size * _POOL], key=_length)
        batches += list(_portions(pool, size))
    random.shuffle(batches)
    return batches


def _portions(pool: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """As many items as make about ``size`` rows."""
    batch: list[Item] = []
    rows = 0
    for item in pool:
        batch.append(item)
        rows += len(item.views) if isinstance(item, Bag) else 1
        if rows >= size:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _length(item: Item) -> int:
    seen = item.views if isinstance(item, Bag) else (item.view,)
    return max(len(view.text) + min(len(view.before), 50) for view in seen)


def _step(
    network: Network,
    speller: Speller,
    items: Sequence[Item],
    optimiser: torch.optim.Optimizer,
    weights: Tensor,
) -> float:
    """One step of the optimiser; gives back the loss."""
    views = [view for one in items for view in (one.views if isinstance(one, Bag) else (one.view,))]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = _scores(network, speller.spell(views))
    loss = _loss(scores, items, weights)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
    optimiser.step()
    return float(loss.detach())


def _scores(network: Network, rows: Sequence[Pieces]) -> Tensor:
    ids, sides, there = (torch.from_numpy(part) for part in filled(rows))
    scores, _ = network(ids, sides, there)
    return scores  # type: ignore[no-any-return]


def _loss(scores: Tensor, items: Sequence[Item], weights: Tensor) -> Tensor:
    """How far the scores are from what is known, weighted mean over the items."""
    sure = functional.log_softmax(scores.float(), dim=-1)
    total, weight, at = scores.new_zeros(()), 0.0, 0
    for item in items:
        size = len(item.views) if isinstance(item, Bag) else 1
        rows = sure[at : at + size]
        total = total + (
            item.weight * _of_bag(rows, item)
            if isinstance(item, Bag)
            else item.weight * _of_one(rows[0], item, weights)
        )
        weight += item.weight
        at += size
    return total / weight


def _of_one(sure: Tensor, example: Example, weights: Tensor) -> Tensor:
    """The surprise that the class is one of those allowed."""
    allowed = [CODES.index(code) for code in example.allowed]
    if len(allowed) > 1:
        return -torch.logsumexp(sure[allowed], dim=0)
    smooth = (1 - SMOOTHING) * sure[allowed[0]] + SMOOTHING * sure.mean()
    return -smooth * weights[allowed[0]]


def _of_bag(sure: Tensor, bag: Bag) -> Tensor:
    """The surprise that some sentence is of each act, and that none is of those that lack."""
    chances = sure.exp()
    lost = sure.new_zeros(())
    for codes in bag.has:
        missing = 1 - chances[:, [CODES.index(code) for code in codes]].sum(dim=1)
        lost = lost - torch.log((1 - missing.prod()).clamp(min=_SURE))
    if bag.lacks:
        wrong = chances[:, [CODES.index(code) for code in bag.lacks]].sum(dim=1)
        lost = lost - 0.3 * torch.log((1 - wrong).clamp(min=_SURE)).sum()
    return lost
