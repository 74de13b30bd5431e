"""torch: tensors cross as raw bytes, modules part by part, and layers, optimizers and activations by name."""

from __future__ import annotations

import contextlib
import functools
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.sealed.backends import advance
from autograder.sealed.backends.backend import Backend, Reader, ValueEncoder

# The functions by which a module may keep an activation as an attribute. Each is given tensors and returns one.
# fmt: off
ACTIVATIONS = (
    "relu", "relu6", "elu", "selu", "celu", "gelu", "silu", "mish", "tanh", "sigmoid", "hardtanh", "hardsigmoid",
    "hardswish", "leaky_relu", "rrelu", "prelu", "softplus", "softsign", "softmax", "log_softmax", "softmin",
    "logsigmoid", "threshold", "tanhshrink", "softshrink", "hardshrink", "glu", "normalize", "sin", "cos", "exp", "log",
    "sqrt", "abs", "square",
)
DATA = (
    "Dataset", "IterableDataset", "TensorDataset", "ConcatDataset", "Subset", "DataLoader", "Sampler", "RandomSampler",
    "SequentialSampler", "BatchSampler", "SubsetRandomSampler", "WeightedRandomSampler",
)
# fmt: on


class TorchBackend(Backend):
    """The package `torch`. Imports it where it is asked for something."""

    name = "torch"
    comparisons = (
        "torch.testing",
        re.compile(r"^(Expected |Greatest |Absolute |Relative ).*\n?|: .* (!=|is not) .*$", re.M),
    )

    def prepare(self) -> None:
        """An optimizer's first step, or the first meta device, imports as much as a second takes.

        No backward(): it starts threads, and a child of a process with threads cannot use autograd.
        """
        import torch
        import torch.utils.data

        torch.set_num_threads(1)
        model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
        for parameter in model.parameters():
            parameter.grad = torch.ones_like(parameter)
        torch.optim.SGD(model.parameters()).step()
        model(torch.ones(1, 2))
        with torch.device("meta"):
            torch.nn.Linear(2, 2)
        file = io.BytesIO()
        torch.save(model.state_dict(), file)
        file.seek(0)
        model.load_state_dict(torch.load(file, weights_only=True))
        self.readers()
        self.names()

    def carries(self, kind: type) -> bool:
        """Tensors, modules, generators, and what describes a tensor: dtype, device, size, layout."""
        import torch

        values = torch.Size | torch.dtype | torch.layout | torch.memory_format | torch.device | torch.Generator
        return issubclass(kind, torch.Tensor | torch.nn.Module | values)

    def encode(self, encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
        """See torch_encode."""
        from autograder.sealed.backends import torch_encode

        return torch_encode.encode(encoder, value, depth)

    def readers(self) -> Mapping[str, Reader]:
        """See torch_decode."""
        from autograder.sealed.backends import torch_decode

        return torch_decode.READERS

    @functools.cache  # noqa: B019 - there is one of this class
    def names(self) -> Mapping[tuple[str, str], object]:
        """Layers, optimizers, schedules, data loading, activations, and the classes of values."""
        import torch
        import torch.utils.data

        layers = _classes(torch.nn, torch.nn.Module) | _classes(torch.nn, torch.Tensor)
        found = {("torch.nn", name): kind for name, kind in layers.items()}
        found |= {("torch.optim", name): kind for name, kind in _classes(torch.optim, torch.optim.Optimizer).items()}
        scheduler = torch.optim.lr_scheduler
        schedules = _classes(scheduler, scheduler.LRScheduler)
        found |= {("torch.optim.lr_scheduler", name): kind for name, kind in schedules.items()}
        found |= {("torch.utils.data", name): getattr(torch.utils.data, name) for name in DATA}
        kinds = ("Tensor", "Size", "dtype", "layout", "memory_format", "device", "Generator")
        found |= {("torch", name): getattr(torch, name) for name in kinds}
        for module in (torch, torch.nn.functional):
            known = {name: getattr(module, name) for name in ACTIVATIONS if hasattr(module, name)}
            found |= {(module.__name__, name): function for name, function in known.items()}
        return found

    def reduce(self, value: Any, pickler: Any) -> Any:
        """See torch_arguments.reduce()."""
        from autograder.sealed.backends import torch_arguments

        return torch_arguments.reduce(value, pickler)

    def is_mutable(self, kind: type) -> bool:
        """A tensor and a generator are; modules are objects with attributes."""
        import torch

        return issubclass(kind, torch.Tensor | torch.Generator)

    def facts(self, value: Any) -> object:
        """See torch_arguments.facts()."""
        from autograder.sealed.backends import torch_arguments

        return torch_arguments.facts(value)

    def replace(self, value: Any, content: Any) -> None:
        """The elements, in place where shape, dtype and device are the same; of a leaf its gradient as well."""
        import torch

        if isinstance(value, torch.Generator):
            state = advance.taken(self, content.get_state(), [value.get_state()])
            if state is not None:  # one that drawing could not have come to is not taken over
                value.set_state(state)
            return
        if value.shape == content.shape and value.dtype == content.dtype and value.device == content.device:
            value.data.copy_(content.data)
        else:
            value.data = content.data
        if value.is_leaf:
            value.requires_grad_(content.requires_grad)
            value.grad = content.grad

    def mode(self) -> tuple[bool, Any]:
        """Are gradients noted, and which floating-point dtype do new tensors have?"""
        import torch

        return torch.is_grad_enabled(), torch.get_default_dtype()

    @contextlib.contextmanager
    def in_mode(self, mode: tuple[bool, Any]) -> Iterator[None]:
        """See torch.set_grad_enabled() and torch.set_default_dtype()."""
        import torch

        before = torch.get_default_dtype()
        torch.set_default_dtype(mode[1])
        try:
            with torch.set_grad_enabled(mode[0]):
                yield
        finally:
            torch.set_default_dtype(before)

    def seed(self, seed: int) -> None:
        """Of the CPU's default generator."""
        import torch

        torch.default_generator.manual_seed(seed)  # torch.manual_seed() looks for every GPU

    def random_state(self) -> object:
        """See torch.get_rng_state()."""
        import torch

        return torch.get_rng_state()

    def random_stamp(self, state: Any) -> object:
        """Its bytes."""
        return state.numpy().tobytes()

    def set_random_state(self, state: Any) -> None:
        """See torch.set_rng_state()."""
        import torch

        torch.set_rng_state(state)

    def without_seed(self, state: Any) -> Any:
        """See torch_random.without_seed()."""
        from autograder.sealed.backends import torch_random

        return torch_random.without_seed(state)

    def mersenne_of(self, state: Any) -> tuple[tuple[int, ...], int] | None:
        """See torch_random.mersenne_of()."""
        from autograder.sealed.backends import torch_random

        return torch_random.mersenne_of(state)

    def left_over(self, state: Any) -> frozenset:
        """See torch_random.left_over()."""
        from autograder.sealed.backends import torch_random

        return torch_random.left_over(state)

    def rewound(self, state: Any, words: tuple[int, ...], position: int) -> Any:
        """See torch_random.rewound()."""
        from autograder.sealed.backends import torch_random

        return torch_random.rewound(state, words, position)

    def after_normal(self, state: Any) -> list:
        """See torch_random.after_normal()."""
        from autograder.sealed.backends import torch_random

        return torch_random.after_normal(state)


def _classes(module: Any, base: type) -> dict[str, type]:
    """The public classes of a module that have a base."""
    found = {name: kind for name, kind in vars(module).items() if not name.startswith("_")}
    return {name: kind for name, kind in found.items() if isinstance(kind, type) and issubclass(kind, base)}
