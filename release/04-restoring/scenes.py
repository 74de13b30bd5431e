"""What the checks of assignment 4 use: situations to play with your functions, and what to say about a result."""

import contextlib

import torch
from torch import nn

from coursekit import check
from coursekit.models import PlainNet
from coursekit.scenario import scenario

#: what PyTorch decides for the whole program: by name, how to ask, how to set, and how a new program has it
SWITCHES = {
    "whether gradients are computed": (torch.is_grad_enabled, torch.set_grad_enabled, True),
    "the dtype of new tensors": (torch.get_default_dtype, torch.set_default_dtype, torch.float32),
    "the device of new tensors": (torch.get_default_device, torch.set_default_device, None),
    "whether backward looks for anomalies": (torch.is_anomaly_enabled, torch.set_anomaly_enabled, False),
    "whether algorithms are deterministic": (
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
        False,
    ),
}


@scenario
def switches_after(function, *arguments):
    """Call a function, which may raise an error, and return the names of the switches that it left changed.

    Before and after, all of them are as in a new program.
    """
    before = as_in_a_new_program()
    with contextlib.suppress(Exception):
        function(*arguments)
    changed = [name for name, (ask, _, _) in SWITCHES.items() if ask() != before[name]]
    as_in_a_new_program()
    return changed


def as_in_a_new_program():
    """Put back every switch of PyTorch. Returns what each one says then, by name."""
    for _, put, new in SWITCHES.values():
        put(new)
    return {name: ask() for name, (ask, _, _) in SWITCHES.items()}


class AsksItself(nn.Module):
    """A model whose own mode decides about dropout; no layer in it does. Input (b, 2), output (b, 3)."""

    def __init__(self):
        super().__init__()
        self.body, self.head = nn.Linear(2, 16), nn.Linear(16, 3)

    def forward(self, x):
        return self.head(nn.functional.dropout(self.body(x), 0.5, self.training))


class DeepNet(nn.Module):
    """A model with dropout in a layer inside a layer. Input (b, 2), output (b, 3)."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 16), nn.Sequential(nn.AlphaDropout(0.5)))
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        return self.head(self.body(x))


class NarrowNet(PlainNet):
    """A PlainNet with a hidden layer of size 1: PyTorch can stretch its tensors to those of any other PlainNet."""

    def __init__(self):
        super().__init__(hidden=1)


class OtherNames(nn.Module):
    """A model with the shapes of a PlainNet, in the same order, under other names. Input (b, 2), output (b, 3)."""

    def __init__(self):
        super().__init__()
        self.below, self.above = nn.Linear(2, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.above(torch.relu(self.below(x)))


class BackwardNet(nn.Module):
    """A PlainNet whose last layer is made first: the same keys in another order. Input (b, 2), output (b, 3)."""

    def __init__(self):
        super().__init__()
        self.layer2, self.layer1 = nn.Linear(8, 3), nn.Linear(2, 8)

    def forward(self, x):
        return self.layer2(torch.relu(self.layer1(x)))


@scenario
def change_one_of_two(restore, path, factory):
    """Restore a file twice, change the first model, and return what is left elsewhere.

    Returns a dict: "second", the state of the second model; "file", the state in the file;
    "followed", the names of entries of the second model that changed together with the first model;
    "frozen", the names of parameters that cannot be trained; "switched off", whether PyTorch's switch for gradients is
    off after the call.
    """
    as_in_a_new_program()
    try:
        first, second = restore(path, factory), restore(path, factory)
    finally:  # whatever restore did: the exercises that follow start as in a new program
        switched_off = not torch.is_grad_enabled()
        as_in_a_new_program()
    frozen = [name for name, p in second.named_parameters() if not p.requires_grad or p.is_inference()]
    before = {key: value.clone() for key, value in second.state_dict().items()}
    with torch.inference_mode():
        for tensor in [*first.parameters(), *first.buffers()]:
            tensor.add_(1)
    after = dict(second.state_dict())
    followed = [key for key in before if not check.same_values(before[key], after[key])]
    file = torch.load(path, map_location="cpu", weights_only=True)
    seen = {"second": after, "file": dict(file), "followed": followed, "frozen": frozen}
    return seen | {"switched off": switched_off}


@scenario
def verdicts_of(compare, given):
    """Call compare with each tuple of arguments. Returns the list of what it returned."""
    return [compare(*arguments) for arguments in given]


def check_verdicts(compare, name, cases):
    """Check what compare says of models. cases: list of tuples (*arguments, the right answer, of what, hint)."""
    verdicts = verdicts_of(compare, [arguments for *arguments, _, _, _ in cases])
    for verdict, (*_, expected, of_what, hint) in zip(verdicts, cases, strict=True):
        check.equal(verdict, expected, f"{name} {of_what}", hint)


@scenario
def compare_with_itself(same_predictions, factory, training):
    """Compare a model with itself. The model comes in training mode or in evaluation mode.

    Returns a dict: "answer", what same_predictions returned; "training", the mode of every layer afterwards.
    """
    model = factory().train(training)
    answer = same_predictions(model, model, torch.ones(4, 2))
    return {"answer": answer, "training": [layer.training for layer in model.modules()]}


def in_one_mode(modes, factory, training):
    """Say whether a list has this mode for every layer of the model that factory builds, and no layer is left out."""
    return modes == [training for _ in factory().modules()]


def which_checkpoint(model, run):
    """Return the position of the checkpoint in `run` whose values the model holds, or None."""
    for position, saved in enumerate(run):
        try:
            check.same_parameters(model, saved.state_dict, "the model")
        except check.CheckFailed:
            continue
        return position
    return None
