"""What the checks of assignment 9 use: situations to play with your functions, and what to say of a result."""

import contextlib
import mmap
from unittest import mock

import torch
from torch import nn

from coursekit import check
from coursekit.scenario import scenario


class StepNet(nn.Module):
    """A linear layer, and the numbers 0, 1, 2, … as a buffer that is not persistent."""

    def __init__(self, size=5):
        super().__init__()
        self.layer = nn.Linear(size, 2)
        self.register_buffer("steps", torch.arange(size) * 1.0, persistent=False)

    def forward(self, x):
        return self.layer(x + self.steps)


class DeepNet(nn.Module):
    """Two StepNets and a batch norm, one inside the other: buffers that are saved beside buffers that are not."""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([StepNet(4), StepNet(6)])
        self.bn = nn.BatchNorm1d(3)
        self.register_buffer("limit", torch.tensor(7), persistent=False)


def check_nothing_on_meta(model, name):
    """Check that every parameter and buffer has a value."""
    check.a_model(model, name)
    left = [key for key, tensor in [*model.named_parameters(), *model.named_buffers()] if tensor.is_meta]
    check.that(
        not left,
        f"{name}: {', '.join(left[:3])} is still on the meta device and has no value. Was it in the file? "
        "Were the tensors of the file put in place?",
    )


@scenario
def watch_restoring(restore_lazily, path, factory):
    """Restore a model, note how it was made, and change it afterwards.

    Returns a dict: "built on", the devices of each call of factory; "not mapped", the keys of the state dict whose
    memory is not a part of a mapped file; "file", the state in the file after the change.
    """
    built, mapped = [], []

    def noted_factory():
        model = factory()
        built.append(sorted({tensor.device.type for tensor in model.parameters()}))
        return model

    def noting(really_map):
        def noted_map(*arguments, **options):
            made = really_map(*arguments, **options)
            source = arguments[0] if arguments else options.get("buffer")
            if really_map is not torch_frombuffer or isinstance(memoryview(source).obj, mmap.mmap):
                mapped.append(made.untyped_storage() if torch.is_tensor(made) else made)
            return made

        return noted_map

    torch_frombuffer = torch.frombuffer
    with contextlib.ExitStack() as watched:
        for home, name in [(torch.UntypedStorage, "from_file"), (torch, "from_file"), (torch, "frombuffer")]:
            watched.enter_context(mock.patch.object(home, name, noting(getattr(home, name))))
        model = restore_lazily(path, noted_factory)
    areas = [(storage.data_ptr(), storage.data_ptr() + storage.nbytes()) for storage in mapped]
    outside = [
        key
        for key, tensor in model.state_dict().items()
        if not any(start <= tensor.data_ptr() < end for start, end in areas)
    ]
    with torch.inference_mode():
        for tensor in [*model.parameters(), *model.buffers()]:
            if not tensor.is_meta:
                tensor.add_(1)
    return {"built on": built, "not mapped": outside, "file": dict(torch.load(path, weights_only=True))}


def check_lazy(seen, expected, name):
    """Check that the model was built on meta, that its values lie in the mapped file, and the file is as before."""
    check.that(seen["built on"], f"{name} did not call factory().")
    check.that(
        all(devices == ["meta"] for devices in seen["built on"]),
        f"{name}: factory() made the parameters on the CPU. Their random values are made for nothing.",
    )
    check.that(
        not seen["not mapped"],
        f"{name}: {', '.join(seen['not mapped'][:3])} does not lie in the mapped file. Was the file mapped, and "
        "were its tensors put in place without a copy?",
    )
    check.same_parameters(seen["file"], expected, f"{name}: the file, after a change of the restored model")
