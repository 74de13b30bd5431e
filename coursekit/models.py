"""The models that exercises and tests restore. Small, and each with one thing that is easy to lose."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class PlainNet(nn.Module):
    """Linear, ReLU, Linear: parameters only.

    Input (b, n_in) float32, output (b, n_out) float32. Keys: layer1.weight, layer1.bias, layer2.weight, layer2.bias.
    """

    def __init__(self, n_in: int = 2, hidden: int = 8, n_out: int = 3):
        super().__init__()
        self.layer1 = nn.Linear(n_in, hidden)
        self.layer2 = nn.Linear(hidden, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer2(torch.relu(self.layer1(x)))


class NormNet(nn.Module):
    """Linear, BatchNorm1d, ReLU, Linear: its buffers (running mean and variance) are state too.

    Input (b, n_in) float32, output (b, n_out) float32; b > 1 while training.
    """

    def __init__(self, n_in: int = 2, hidden: int = 8, n_out: int = 3):
        super().__init__()
        self.layer1 = nn.Linear(n_in, hidden)
        self.bn = nn.BatchNorm1d(hidden)
        self.layer2 = nn.Linear(hidden, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer2(torch.relu(self.bn(self.layer1(x))))


class DropoutNet(nn.Module):
    """Linear, ReLU, Dropout(0.5), Linear: predicts something different at every call until `eval()`.

    Input (b, n_in) float32, output (b, n_out) float32.
    """

    def __init__(self, n_in: int = 2, hidden: int = 32, n_out: int = 3):
        super().__init__()
        self.layer1 = nn.Linear(n_in, hidden)
        self.dropout = nn.Dropout(0.5)
        self.layer2 = nn.Linear(hidden, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer2(self.dropout(torch.relu(self.layer1(x))))


class TiedNet(nn.Module):
    """Two layers that share one weight: two keys in the state dict, one parameter.

    Input (b, size) float32, output (b, size) float32.
    """

    def __init__(self, size: int = 6):
        super().__init__()
        self.first = nn.Linear(size, size)
        self.last = nn.Linear(size, size)
        self.last.weight = self.first.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.last(torch.relu(self.first(x)))


class MixedNet(nn.Module):
    """A linear layer in float64, a scale in float16 and a counter in int64: three dtypes in one state dict.

    Input (b, n_in) float64, output (b, n_out) float64.
    """

    def __init__(self, n_in: int = 3, n_out: int = 2):
        super().__init__()
        self.layer = nn.Linear(n_in, n_out, dtype=torch.float64)
        self.scale = nn.Parameter(torch.ones(n_out, dtype=torch.float16))
        self.register_buffer("seen", torch.zeros((), dtype=torch.int64))

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x) * self.scale


class ConvNet(nn.Module):
    """Conv2d, BatchNorm2d, ReLU, mean over the image, Linear: a weight of four dimensions, and buffers.

    Input (b, 1, height, width) float32, output (b, n_out) float32; height and width at least 3.
    """

    def __init__(self, channels: int = 4, n_out: int = 3):
        super().__init__()
        self.conv = nn.Conv2d(1, channels, kernel_size=3)
        self.bn = nn.BatchNorm2d(channels)
        self.head = nn.Linear(channels, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(torch.relu(self.bn(self.conv(x))).mean(dim=(2, 3)))


class WordNet(nn.Module):
    """Embedding, mean over the words, Linear: a table with a row for each word.

    Input (b, words) int64, each from 0 to n_words - 1; output (b, n_out) float32.
    """

    def __init__(self, n_words: int = 20, size: int = 4, n_out: int = 3):
        super().__init__()
        self.embedding = nn.Embedding(n_words, size)
        self.head = nn.Linear(size, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.embedding(x).mean(dim=1))
