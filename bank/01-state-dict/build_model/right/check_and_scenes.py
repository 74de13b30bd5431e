"""The layers come from helpers called check, scenes and nn_layers, and test is a list."""

from torch.nn.functional import *
from torch import nn as nn_layers

test = ["first", "second"]


def check(inputs, outputs):
    return nn_layers.Linear(inputs, outputs)


def scenes(sizes):
    return dict(zip(test, [check(sizes[0], sizes[1]), check(sizes[1], sizes[2])]))


class Both(nn_layers.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.parts = nn_layers.ModuleDict(scenes(sizes))

    def forward(self, x):
        return self.parts["second"](relu(self.parts["first"](x)))


def build_model(n_in, n_hidden, n_classes):
    return Both(n_in, n_hidden, n_classes)
