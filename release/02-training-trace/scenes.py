"""What the checks of assignment 2 use: situations to play with your functions, and what to say about a result."""

import math
import numbers

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from coursekit import check
from coursekit.scenario import scenario
from coursekit.spirals import spirals


def seeded(seed, factory):
    """Build a model whose first values are decided by seed."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # as torch.manual_seed does, which asks for every kind of GPU first
        return factory()


def batches(n, batch_size, seed, drop_last=False):
    """A DataLoader over n points of the spirals, not shuffled. The last batch may be smaller, or left out."""
    return DataLoader(TensorDataset(*spirals(n, seed)), batch_size=batch_size, drop_last=drop_last)


@scenario
def call_repeatedly(function, times, *arguments):
    """Call a function several times in a row with the same arguments. Returns the list of what it returned."""
    return [function(*arguments) for _ in range(times)]


def loss_and_accuracy(result, name):
    """Take the two numbers out of a result, or say what it is instead."""
    check.that(
        isinstance(result, (tuple, list)) and len(result) == 2,
        f"{name} should return two numbers, (loss, accuracy), but gave a {type(result).__name__}. "
        "Is there a return statement, and is it after the loop?",
    )
    loss, accuracy = result
    check.that(
        all(isinstance(number, numbers.Real) or torch.is_tensor(number) for number in (loss, accuracy)),
        f"{name} should return two numbers, but one of them is not a number.",
    )
    check.that(
        -1e-6 <= accuracy <= 1 + 1e-6,
        f"{name}: the accuracy should be a share from 0 to 1. Is it a percentage or a count, or are the two results "
        "in the wrong order?",
    )
    return loss, accuracy


def check_whole_epoch(loss, of_first_batch, name):
    """Say so when only the first batch was measured."""
    check.that(
        abs(float(loss) - of_first_batch) > 1e-6,
        f"{name} gave the loss of the first batch alone. Is `return` after the loop, or does it end the first pass?",
    )


def entries_off(model, expected):
    """Names of the entries of a model's state that are not close to the expected state."""
    state = model.state_dict()
    return [key for key in expected if not torch.allclose(state[key].double(), expected[key].double(), atol=1e-4)]


@scenario
def tensors_kept(evaluate, model, loader, loss_fn):
    """Call evaluate and count the tensors that PyTorch keeps for a backward pass. Returns (result, count)."""
    kept = 0

    def keep(tensor):
        nonlocal kept
        kept += 1
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        result = evaluate(model, loader, loss_fn)
    return result, kept


@scenario
def what_changed(evaluate, model, loader, loss_fn):
    """Give every parameter a gradient of ones, call evaluate, and list what is different afterwards.

    Returns (result, changed).
    """
    torch.set_grad_enabled(True)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    modes = {name: layer.training for name, layer in model.named_modules()}
    asks = {name: parameter.requires_grad for name, parameter in model.named_parameters()}
    values = {name: value.clone() for name, value in model.state_dict().items()}
    try:
        result = evaluate(model, loader, loss_fn)
    finally:  # whatever evaluate did: the exercises that follow start with gradients on
        switched_off = not torch.is_grad_enabled()
        torch.set_grad_enabled(True)
    changed = [
        f"the mode of {name or 'the model'}" for name, layer in model.named_modules() if layer.training != modes[name]
    ]
    changed += [f"the values of {name}" for name in values if not torch.equal(model.state_dict()[name], values[name])]
    for name, parameter in model.named_parameters():
        if parameter.requires_grad != asks[name]:
            changed.append(f"requires_grad of {name}")
        if parameter.grad is None or not bool((parameter.grad == 1).all()):
            changed.append(f"the gradient of {name}")
    if switched_off:
        changed.append("PyTorch's switch for gradients, which is now off")
    return result, changed


@scenario
def measure_and_change(evaluate, model, loader, loss_fn):
    """Call evaluate, change one bias of a PlainNet, and call it again. Returns the list of both results."""
    first = evaluate(model, loader, loss_fn)
    with torch.no_grad():
        model.layer2.bias.add_(torch.tensor([1.0, 0.0, -1.0]))
    return [first, evaluate(model, loader, loss_fn)]


def check_shape(trace, epochs):
    """Check the list, the keys and the numbers of the epochs. The measured numbers are not compared."""
    check.that(
        isinstance(trace, list), f"fit() should return a list, but gave a {type(trace).__name__}. Is there a return?"
    )
    check.that(
        len(trace) == epochs,
        f"fit() with epochs={epochs} gave {len(trace)} entries. There should be one for each epoch of this call.",
    )
    for entry in trace:
        check.that(isinstance(entry, dict), f"An entry of the trace should be a dict, but is a {type(entry).__name__}.")
        check.that(
            set(entry) == {"epoch", "loss", "accuracy"},
            f"An entry of the trace should have the keys epoch, loss and accuracy, not {', '.join(map(str, entry))}.",
        )
        for key in ("loss", "accuracy"):
            check.that(
                isinstance(entry[key], numbers.Real) or torch.is_tensor(entry[key]),
                f"The {key} in an entry of the trace should be a number, but is a {type(entry[key]).__name__}.",
            )
    numbers_of_epochs = [entry["epoch"] for entry in trace]
    check.equal(
        numbers_of_epochs,
        list(range(1, epochs + 1)),
        "the list of epoch numbers",
        "Epochs count from 1, in every call, and each entry needs a dict of its own.",
    )


def first_difference(trace, measured, tolerance):
    """Name the first number of a trace that differs from what was measured, a list of (loss, accuracy), or ""."""
    for entry, pair in zip(trace, measured, strict=False):
        for key, number in zip(("loss", "accuracy"), pair, strict=True):
            a, b = float(entry[key]), float(number)
            if not (a == b or math.isclose(a, b, rel_tol=1e-3, abs_tol=tolerance) or (math.isnan(a) and math.isnan(b))):
                return f"the {key} of epoch {entry['epoch']}"
    return ""


def trace_problem(trace, model, measured, trained, tolerance):
    """Say how a trace, and the model after it, differ from a run, or "".

    measured: list of (loss, accuracy) of that run; trained: its model at the end, None when only the trace counts
    """
    problem = first_difference(trace, measured, tolerance)
    if problem:
        return (
            f"fit(): {problem} is not what one more epoch of training measures. Is there one pass through the "
            "loader for each epoch, with the optimizer that was given, and are the numbers those of train_epoch?"
        )
    if trained is None:
        return ""
    if entries_off(model, trained.state_dict()):
        return "fit(): the trace is right, but the given model is not as the last epoch leaves it."
    if model.training != trained.training:
        return "fit(): the trace is right, but the given model is not in the mode in which the last epoch leaves it."
    return ""


class AsksItself(nn.Module):
    """A model whose own mode decides about dropout; no layer in it does. Input (b, 2), output (b, 3)."""

    def __init__(self, hidden=12):
        super().__init__()
        self.body = nn.Linear(2, hidden)
        self.head = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(nn.functional.dropout(self.body(x), 0.5, self.training))


class Zigzag(nn.Module):
    """A model whose layers run in another order than they were created. Input (b, 2), output (b, 3)."""

    def __init__(self, hidden=6):
        super().__init__()
        self.head = nn.Linear(hidden, 3)
        self.spare = nn.Linear(2, 2)  # never runs
        self.act = nn.ReLU()  # runs twice
        self.body = nn.Sequential(nn.Linear(2, hidden), nn.Tanh())

    def forward(self, x):
        return self.act(self.head(self.act(self.body(x))))


@scenario
def hooks_after(prediction_trace, model, x):
    """Add a hook of our own, take a prediction trace, and look at what is left.

    Returns a dict: "entries", the length of the trace; "during", how often our own hook ran during the trace;
    "left", how many hooks (or replaced forward functions) are there that were not there before;
    "own", how often our own hook runs in one prediction afterwards.
    """
    calls = []
    layers = list(model.modules())
    layers[-1].register_forward_hook(lambda module, inputs, output: calls.append(1))

    def count():
        everywhere = nn.modules.module
        found = len(everywhere._global_forward_hooks) + len(everywhere._global_forward_pre_hooks)
        for layer in layers:
            found += len(layer._forward_hooks) + len(layer._forward_pre_hooks) + ("forward" in vars(layer))
        return found

    before = count()
    trace = prediction_trace(model, x)
    left, during = count() - before, len(calls)
    calls.clear()
    model(x)
    return {"entries": len(trace or []), "during": during, "left": left, "own": len(calls)}
