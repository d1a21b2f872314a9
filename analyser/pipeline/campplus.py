"""CAM++: a piece of one voice becomes 192 numbers; two pieces of one voice point the same way.

Written from the paper (Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification
Using Context-Aware Masking", arXiv 2303.00332), with the layer sizes of the published weights and
their names, so that a state dict loads strictly. Below, ``batch`` counts pieces, ``time`` frames.

    (batch, time, 80) log mel bands
      → FCM, a small 2-D residual head: frequency 80 → 10            (batch, 320, time)
      → D-TDNN: three densely connected blocks of 12, 24, 16 layers  (batch, 512, time / 2)
      → mean and standard deviation over time, one linear layer      (batch, 192)
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchaudio.compliance import kaldi

DIMENSION = 192
BANDS = 80
SAMPLE_RATE = 16_000
FRAME = 400
"""Samples under one frame (25 ms)."""
HOP = 160
"""Samples from one frame to the next (10 ms)."""
CONTEXT = 100
"""Frames that share one local context in a mask."""


class CampPlus(nn.Module):
    """The whole network: ``(batch, time, 80)`` mean-normalised bands to ``(batch, 192)``."""

    def __init__(self) -> None:
        super().__init__()
        self.head = ConvolutionHead()
        self.xvector = DenseTdnn()

    def forward(self, bands: Tensor) -> Tensor:
        """Embed a batch of pieces of equal length, at least 3 frames each."""
        embedding: Tensor = self.xvector(self.head(bands.transpose(1, 2)))
        return embedding


class ConvolutionHead(nn.Module):
    """FCM: 2-D convolutions that tolerate a pitch or a formant which lies a little elsewhere."""

    def __init__(self, channels: int = 32) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.layer1 = residual_pair(channels)
        self.layer2 = residual_pair(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride=(2, 1), padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, bands: Tensor) -> Tensor:
        """``(batch, 80, time)`` to ``(batch, 320, time)``."""
        image = functional.relu(self.bn1(self.conv1(bands.unsqueeze(1))))
        image = self.layer2(self.layer1(image))
        image = functional.relu(self.bn2(self.conv2(image)))
        return image.flatten(1, 2)


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions and a short cut; ``stride`` thins out frequency only."""

    def __init__(self, channels: int, *, stride: int) -> None:
        super().__init__()
        step = (stride, 1)
        self.conv1 = nn.Conv2d(channels, channels, 3, stride=step, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Sequential()
        if stride != 1:
            self.shortcut.append(nn.Conv2d(channels, channels, 1, stride=step, bias=False))
            self.shortcut.append(nn.BatchNorm2d(channels))

    def forward(self, image: Tensor) -> Tensor:
        """``(batch, channels, frequency, time)`` to the same, frequency / stride."""
        inner = functional.relu(self.bn1(self.conv1(image)))
        return functional.relu(self.bn2(self.conv2(inner)) + self.shortcut(image))


def residual_pair(channels: int) -> nn.Sequential:
    """Two residual blocks; the first halves frequency."""
    return nn.Sequential(ResidualBlock(channels, stride=2), ResidualBlock(channels, stride=1))


class DenseTdnn(nn.Module):
    """D-TDNN: every layer of a block reads what all layers before it wrote."""

    def __init__(self, growth: int = 32) -> None:
        super().__init__()
        self.tdnn = TdnnLayer(320, 128)
        width = 128
        for n, (layers, dilation) in enumerate(((12, 1), (24, 2), (16, 2)), start=1):
            self.add_module(f"block{n}", DenseBlock(width, layers, growth, dilation))
            width += layers * growth
            self.add_module(f"transit{n}", TransitLayer(width, width // 2))
            width //= 2
        self.out_nonlinear = activation(width)
        self.dense = EmbeddingLayer(2 * width, DIMENSION)

    def forward(self, features: Tensor) -> Tensor:
        """``(batch, 320, time)`` to ``(batch, 192)``."""
        for layer in list(self.children())[:-1]:
            features = layer(features)
        spread, mean = torch.std_mean(features, dim=-1)
        embedding: Tensor = self.dense(torch.cat((mean, spread), dim=-1))
        return embedding


class TdnnLayer(nn.Module):
    """One convolution over time that halves the number of frames."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(inputs, outputs, 5, stride=2, padding=2, bias=False)
        self.nonlinear = activation(outputs)

    def forward(self, features: Tensor) -> Tensor:
        """``(batch, inputs, time)`` to ``(batch, outputs, time / 2)``."""
        activated: Tensor = self.nonlinear(self.linear(features))
        return activated


class DenseBlock(nn.Module):
    """Layers ``tdnnd1`` … that each add ``growth`` channels to what they were given."""

    def __init__(self, width: int, layers: int, growth: int, dilation: int) -> None:
        super().__init__()
        for n in range(layers):
            self.add_module(f"tdnnd{n + 1}", DenseLayer(width + n * growth, growth, dilation))

    def forward(self, features: Tensor) -> Tensor:
        """``(batch, width, time)`` to ``(batch, width + layers · growth, time)``."""
        for layer in self.children():
            features = torch.cat((features, layer(features)), dim=1)
        return features


class DenseLayer(nn.Module):
    """A bottleneck of 128 channels and a masked convolution over time."""

    def __init__(self, inputs: int, growth: int, dilation: int, bottleneck: int = 128) -> None:
        super().__init__()
        self.nonlinear1 = activation(inputs)
        self.linear1 = nn.Conv1d(inputs, bottleneck, 1, bias=False)
        self.nonlinear2 = activation(bottleneck)
        self.cam_layer = MaskedLayer(bottleneck, growth, dilation)

    def forward(self, features: Tensor) -> Tensor:
        """``(batch, inputs, time)`` to ``(batch, growth, time)``."""
        narrow = self.nonlinear2(self.linear1(self.nonlinear1(features)))
        masked: Tensor = self.cam_layer(narrow)
        return masked


class MaskedLayer(nn.Module):
    """Context-aware masking: what the whole piece sounds like decides which channels count."""

    def __init__(self, inputs: int, outputs: int, dilation: int) -> None:
        super().__init__()
        self.linear_local = nn.Conv1d(
            inputs, outputs, 3, padding=dilation, dilation=dilation, bias=False
        )
        self.linear1 = nn.Conv1d(inputs, inputs // 2, 1)
        self.linear2 = nn.Conv1d(inputs // 2, outputs, 1)

    def forward(self, features: Tensor) -> Tensor:
        """``(batch, inputs, time)`` to ``(batch, outputs, time)``."""
        nearby = functional.avg_pool1d(features, CONTEXT, stride=CONTEXT, ceil_mode=True)
        context = features.mean(dim=-1, keepdim=True) + nearby
        mask = torch.sigmoid(self.linear2(functional.relu(self.linear1(context))))
        mask = mask.repeat_interleave(CONTEXT, dim=-1)[..., : features.shape[-1]]
        masked: Tensor = self.linear_local(features) * mask
        return masked


class TransitLayer(nn.Module):
    """From one dense block to the next, with half the channels."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.nonlinear = activation(inputs)
        self.linear = nn.Conv1d(inputs, outputs, 1, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        """``(batch, inputs, time)`` to ``(batch, outputs, time)``."""
        halved: Tensor = self.linear(self.nonlinear(features))
        return halved


class EmbeddingLayer(nn.Module):
    """Statistics over time to the embedding, normalised without learnt weights."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(inputs, outputs, 1, bias=False)
        self.nonlinear = nn.Sequential()
        self.nonlinear.add_module("batchnorm", nn.BatchNorm1d(outputs, affine=False))

    def forward(self, statistics: Tensor) -> Tensor:
        """``(batch, inputs)`` to ``(batch, outputs)``."""
        embedding: Tensor = self.nonlinear(self.linear(statistics.unsqueeze(-1)).squeeze(-1))
        return embedding


def activation(channels: int) -> nn.Sequential:
    """Batch normalisation and a rectifier."""
    layers = nn.Sequential()
    layers.add_module("batchnorm", nn.BatchNorm1d(channels))
    layers.add_module("relu", nn.ReLU())
    return layers


def load(weights: Path) -> CampPlus:
    """The network with the published weights, ready to infer; every tensor must have its place."""
    network = CampPlus()
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network.load_state_dict(state, strict=True)
    network.head.to(memory_format=torch.channels_last)  # a tenth quicker on a CPU
    return network.eval()


def log_mel(pieces: Tensor) -> Tensor:
    """``(batch, samples)`` at 16 kHz to ``(batch, frames, 80)`` Kaldi log mel bands, each 10 ms.

    A frame depends on its own 400 samples only, so the whole batch goes through as one long sound:
    each piece is filled up to a whole number of hops, and frames that straddle two are dropped.
    """
    batch, samples = pieces.shape
    frames = max(0, 1 + (samples - FRAME) // HOP)
    hops = -(-samples // HOP)
    sound = functional.pad(pieces, (0, hops * HOP - samples)).reshape(1, -1)
    bands: Tensor = kaldi.fbank(
        functional.pad(sound, (0, FRAME)),
        num_mel_bins=BANDS,
        sample_frequency=SAMPLE_RATE,
        dither=0.0,
    )
    return bands[: batch * hops].reshape(batch, hops, BANDS)[:, :frames]


def mean_normalised(bands: Tensor) -> Tensor:
    """Bands ``(…, time, 80)`` less their mean over time: takes the microphone out."""
    return bands - bands.mean(dim=-2, keepdim=True)
