"""What the checks of assignment 3 use: situations to play with your functions, and what to say about a result."""

import contextlib

import torch
from torch import nn

from coursekit import check
from coursekit.checkpoints import random_state
from coursekit.scenario import scenario


def kind_of(value):
    """Name the type of a value, for a message."""
    return "None" if value is None else f"a {type(value).__name__}"


def model_with_values(seed, factory):
    """Build a model and fill it with random values. The same seed gives the same values."""
    model = factory()
    model.load_state_dict(random_state(seed, factory))
    return model


def linear_with_buffers():
    """A linear layer, a buffer of True and False ("mask"), and a buffer that is not in the state dict ("clock")."""
    model = nn.Linear(2, 3)
    model.register_buffer("mask", torch.tensor([True, False]))
    model.register_buffer("clock", torch.zeros(4), persistent=False)
    return model


def open_saved(path, name):
    """Open a file with weights_only=True, as a program does that knows no class of yours."""
    check.that(path.is_file(), f"{name} wrote no file under exactly the name that it was given.")
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        problem = type(error).__name__
    check.that(
        False,
        f"{name}: torch.load(path, weights_only=True) cannot open the file ({problem}). "
        "Was it written by torch.save, and does it hold tensors only? A whole model names its class, and is refused.",
    )


@scenario
def save_with_a_bare_name(save_weights, model, folder, name):
    """Go to a folder, save under a name without a folder, and come back.

    Returns the error as text, or "" when there was none.
    """
    with contextlib.chdir(folder):
        try:
            save_weights(model, name)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return ""


def column(table, position, name):
    """Take the first (0) or the second (1) item of every tuple that peek() returned."""
    check.that(isinstance(table, dict), f"{name} should return a dict, but returned {kind_of(table)}.")
    for key, entry in table.items():
        check.that(
            isinstance(entry, tuple), f"{name}[{key!r}] should be a tuple (shape, dtype), but is {kind_of(entry)}."
        )
        check.that(len(entry) == 2, f"{name}[{key!r}] has {len(entry)} items. It needs two: the shape and the dtype.")
    return {key: entry[position] for key, entry in table.items()}


def check_values_stayed(state, expected, name):
    """Check that a snapshot, or the state of a model, holds exactly these values, and nothing else."""
    check.that(isinstance(state, dict), f"{name} should be a dict, but is {kind_of(state)}.")
    comparable = [
        key for key in expected if torch.is_tensor(state.get(key)) and state[key].shape == expected[key].shape
    ]
    changed = [key for key in comparable if not check.same_values(state[key], expected[key])]
    check.that(
        not changed,
        f"{name}: {len(changed)} of {len(expected)} entries hold different values: {', '.join(changed[:3])}. "
        "Do two of them share memory: a snapshot and the model, or two snapshots?",
    )
    check.same_parameters(state, expected, name)


def plain(taken):
    """What snapshot() returned; a dict of a class of its own as an ordinary one, since its entries are what counts."""
    return dict(taken) if isinstance(taken, dict) else taken


@scenario
def snapshot_of(snapshot, model):
    """Take a snapshot."""
    return plain(snapshot(model))


@scenario
def train_after_snapshot(snapshot, model, optimizer_class, seed):
    """Take a snapshot, then train the model for three steps.

    Returns a dict: "snapshot", as it is after the training; "frozen", the names of parameters that ask for no gradient.
    """
    taken = snapshot(model)
    frozen = [name for name, parameter in model.named_parameters() if not parameter.requires_grad]
    if not frozen:
        g = torch.Generator().manual_seed(seed)
        x, y = torch.randn(16, 2, generator=g), torch.randint(3, (16,), generator=g)
        optimizer = optimizer_class(model.parameters(), lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
    return {"snapshot": plain(taken), "frozen": frozen}


@scenario
def change_both_sides(snapshot, model):
    """Take a snapshot, add one to every tensor of the model, take a second snapshot, fill that one with zeros.

    Returns a dict: "first", the first snapshot as it is at the end; "model", the state of the model at the end;
    "asks for a gradient", the keys of tensors in the first snapshot with requires_grad.
    """
    first = snapshot(model)
    asking = [key for key, value in first.items() if value.requires_grad]
    with torch.inference_mode():
        for tensor in [*model.parameters(), *model.buffers()]:
            tensor.add_(1)
    second = snapshot(model)
    with torch.inference_mode():
        for tensor in second.values():
            tensor.zero_()
    return {"first": plain(first), "model": dict(model.state_dict()), "asks for a gradient": asking}


@scenario
def save_part(save_slim, whole, index, path, transpose=False, alone=False):
    """Save a view of a larger tensor: whole[index], or whole.t()[index]. Returns what save_slim returns.

    alone: the view does not know of the larger tensor, as after torch.load; but both use the same memory
    """
    view = whole.t()[index] if transpose else whole[index]
    return save_slim(torch.empty(0, dtype=view.dtype).set_(view) if alone else view, path)


def check_part(path, part, name):
    """Check that a file holds this tensor, and little else."""
    loaded = open_saved(path, name)
    check.that(torch.is_tensor(loaded), f"{name}: the file should hold the tensor itself, but holds {kind_of(loaded)}.")
    check.that(loaded.shape == part.shape, f"{name}: the loaded tensor has a different shape, {tuple(loaded.shape)}.")
    check.that(loaded.dtype == part.dtype, f"{name}: the loaded tensor has a different dtype, {loaded.dtype}.")
    check.that(check.same_values(loaded, part), f"{name}: the loaded tensor holds different values.")
    size = path.stat().st_size
    check.that(
        size < part.numel() * part.element_size() + 10_000,
        f"{name}: the file has {size:,} bytes, for {part.numel():,} elements of {part.element_size()} bytes. "
        "The whole memory behind the view is in it.",
    )
