"""The encoder that is fine-tuned: BERT of six layers (MiniLM), and a score for each word-piece.

Written out in plain PyTorch, so that its weights can be read from the published file by name and
its graph exports without surprises. The head scores every word-piece of the utterance and takes
the mean: the same numbers that decide the act show which words decided it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 384
HEADS = 12
INNER = 1536
PLACES = 512
PIECES = 30522
EPSILON = 1e-12


class Layer(nn.Module):
    """One layer: every word-piece looks at all others, then thinks for itself."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.joined_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        """States ``(rows, pieces, WIDTH)`` to the next ones; ``hidden`` is added to the scores."""
        looked: Tensor = self.joined(self._attend(states, hidden))
        states = self.joined_norm(states + self.dropout(looked))
        thought = self.narrow(functional.gelu(self.wide(states)))
        onward: Tensor = self.norm(states + self.dropout(thought))
        return onward

    def _attend(self, states: Tensor, hidden: Tensor) -> Tensor:
        rows, pieces, _ = states.shape
        shape = (rows, pieces, HEADS, WIDTH // HEADS)
        query, key, value = (
            part(states).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        weights = torch.softmax(query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + hidden, -1)
        seen: Tensor = self.dropout(weights) @ value
        return seen.transpose(1, 2).reshape(rows, pieces, WIDTH)


class Network(nn.Module):
    """Word-pieces in, scores out: for each utterance, and for each of its word-pieces."""

    def __init__(self, classes: int, *, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.sides = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.head = nn.Linear(WIDTH, classes)

    def forward(self, pieces: Tensor, sides: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """Scores ``(rows, classes)`` and scores of each piece ``(rows, pieces, classes)``.

        :param pieces: ids of word-pieces, ``(rows, pieces)``.
        :param sides: 1 for the pieces of the utterance itself, 0 for what stands around it.
        :param there: 1 for a piece, 0 for filling.
        """
        place = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.words(pieces) + self.places(place) + self.sides(sides)
        states = self.dropout(self.norm(states))
        hidden = (1.0 - there[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = layer(states, hidden)
        scores = self.head(self.dropout(states))
        own = (sides * there)[:, :, None].to(scores.dtype)
        return (scores * own).sum(1) / own.sum(1).clamp(min=1.0), scores


def published(path: Path, classes: int, *, layers: int = 6, dropout: float = 0.1) -> Network:
    """The network with the published weights of its encoder and a fresh head."""
    from safetensors.torch import load_file

    network = Network(classes, layers=layers, dropout=dropout)
    known = load_file(path)
    named = {ours: known[theirs] for ours, theirs in _names(layers).items()}
    network.load_state_dict(named, strict=False)
    nn.init.normal_(network.head.weight, std=0.02)
    nn.init.zeros_(network.head.bias)
    return network


def averaged(networks: Sequence[Network]) -> Network:
    """One network with the mean of several's weights, which began from the same published ones.

    It errs less than each of them, the more so on talk of another kind, and costs no more to run
    (Wortsman and others 2022, "Model soups", https://arxiv.org/abs/2203.05482).
    """
    mean = copy.deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    mean.load_state_dict(
        {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    )
    return mean.eval()


def _names(layers: int) -> dict[str, str]:
    """Our names of the encoder's weights, and theirs."""
    plain = {
        "words": "embeddings.word_embeddings",
        "places": "embeddings.position_embeddings",
        "sides": "embeddings.token_type_embeddings",
    }
    pairs = {f"{ours}.weight": f"{theirs}.weight" for ours, theirs in plain.items()}
    both = {"norm": "embeddings.LayerNorm"}
    for n in range(layers):
        both |= {f"layers.{n}.{ours}": f"encoder.layer.{n}.{theirs}" for ours, theirs in _PARTS}
    for ours, theirs in both.items():
        pairs |= {f"{ours}.{end}": f"{theirs}.{end}" for end in ("weight", "bias")}
    return pairs


_PARTS = (
    ("query", "attention.self.query"),
    ("key", "attention.self.key"),
    ("value", "attention.self.value"),
    ("joined", "attention.output.dense"),
    ("joined_norm", "attention.output.LayerNorm"),
    ("wide", "intermediate.dense"),
    ("narrow", "output.dense"),
    ("norm", "output.LayerNorm"),
)
