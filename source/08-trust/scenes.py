"""What the checks of assignment 8 use: situations to play with your functions, and what to say about a result."""

import os
from unittest import mock

import torch
from torch import nn

from coursekit import check
from coursekit.folders import new_folder
from coursekit.scenario import scenario


@scenario
def call_where_everything_is_trusted(function, path):
    """Call function(path) while the environment tells PyTorch to trust every file. Returns what it returns."""
    with mock.patch.dict(os.environ, {"TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"}):
        return function(path)


def check_names(names, expected, name):
    """Check that the list holds exactly these names, each once."""
    check.that(isinstance(names, list), f"{name} should be a list, but is a {type(names).__name__}.")
    check.that(all(isinstance(item, str) for item in names), f"{name}: every item should be a str.")
    check.that(len(names) == len(set(names)), f"{name}: a name is there more than once.")
    missing, too_many = set(expected) - set(names), sorted(set(names) - set(expected))
    check.that(
        not too_many,
        f"{name}: {', '.join(too_many[:3])} should not be there. Is it the whole name? Does PyTorch really refuse it?",
    )
    check.that(
        not missing,
        f"{name}: not every name in the file is there. Look at the whole file, and at every module.",
    )


def table(seed, rows, n_columns):
    """Make a table of random numbers; every column has a different mean and spread."""
    g = torch.Generator().manual_seed(seed)
    spread = 1 + 5 * torch.rand(n_columns, generator=g)
    return torch.randn(rows, n_columns, generator=g) * spread + 10 * torch.randn(n_columns, generator=g)


@scenario
def fit_and_apply(Normaliser, x, new):
    """Fit a layer to the table x and apply it to the table new. Returns a dict of what can be seen before and after."""
    layer = Normaliser(x.shape[1])
    before = layer(new)
    layer.fit(x)
    return {
        "before": before,
        "after": layer(new),
        "saved": {key: value.clone() for key, value in layer.state_dict().items() if torch.is_tensor(value)},
        "buffers": {name: buffer.clone() for name, buffer in layer.named_buffers()},
        "parameters": [name for name, _ in layer.named_parameters()],
    }


@scenario
def move_layer(Normaliser, n_columns, to):
    """Move a layer to a device or a dtype. Returns {name of a buffer: (dtype, device)}, both as str."""
    layer = Normaliser(n_columns).to(to)
    return {name: (str(buffer.dtype), buffer.device.type) for name, buffer in layer.named_buffers()}


@scenario
def round_trip(Normaliser, vocabulary, other, inside=False):
    """Save a layer with a vocabulary and load it into a layer that has another one.

    inside: make each layer the first part of a larger model

    Returns a dict: "problem", the error when the file was opened or loaded, or None; "vocabulary", the loaded one.
    """

    def build(words):
        layer = Normaliser(2, words)
        return (nn.Sequential(nn.Sequential(layer), nn.Linear(2, 2)) if inside else layer), layer

    (model, _), (fresh, layer) = build(vocabulary), build(other)
    path = new_folder() / "model.pth"
    allowed = torch.serialization.get_safe_globals()
    torch.serialization.clear_safe_globals()  # the file is opened elsewhere, where nothing else is allowed
    try:
        torch.save(model.state_dict(), path)
        fresh.load_state_dict(torch.load(path, weights_only=True))
    except Exception as error:
        return {"problem": type(error).__name__, "vocabulary": None}
    finally:
        torch.serialization.add_safe_globals(allowed)
    return {"problem": None, "vocabulary": layer.vocabulary}


def check_round_trip(seen, vocabulary, name):
    """Check that the vocabulary came back as it was saved."""
    check.that(
        not seen["problem"],
        f"{name}: the state dict could not be saved, opened with weights_only=True and loaded ({seen['problem']}). "
        "Save plain data, and say how it is loaded.",
    )
    loaded = seen["vocabulary"]
    check.that(isinstance(loaded, dict), f"{name}: the vocabulary should be a dict, but is a {type(loaded).__name__}.")
    missing, too_many = set(vocabulary) - set(loaded), set(loaded) - set(vocabulary)
    check.that(
        not missing,
        f"{name}: {len(missing)} of {len(vocabulary)} words are lost. Were they in the state dict, and do words with "
        "one number stay apart? Is get_extra_state a method of the class, at the same indentation as forward?",
    )
    check.that(not too_many, f"{name}: {len(too_many)} words are too many. Loading replaces the old vocabulary.")
    check.that(loaded == vocabulary, f"{name}: the words have different numbers from before.")


#: where change_one_vocabulary adds a word: what the test compares with that layer's vocabulary afterwards
PLACES = {
    "a word was added to the dict that it was given": "the words",
    "a word was added to the layer whose state was loaded": "the words",
    "a word was added to another new layer": "no words",
    "a word was added to a layer that had loaded the same state dict": "the words",
}


@scenario
def change_one_vocabulary(Normaliser, vocabulary):
    """Make layers from one dict and from each other's state, and add a word at one place after the other.

    Returns the vocabularies of the layers that should not have changed, by what was done: see PLACES.
    """
    given = dict(vocabulary)
    first = Normaliser(2, given)
    given["added to the dict"] = 1001
    seen = {"a word was added to the dict that it was given": dict(first.vocabulary)}
    second = Normaliser(2)
    second.load_state_dict(first.state_dict())
    first.vocabulary["added to the first"] = 1002
    seen["a word was added to the layer whose state was loaded"] = dict(second.vocabulary)
    third, fourth = Normaliser(2), Normaliser(2)
    third.vocabulary["added to the third"] = 1003
    seen["a word was added to another new layer"] = dict(fourth.vocabulary)
    state = Normaliser(2, dict(vocabulary)).state_dict()  # the test compares with what it gave
    third.load_state_dict(state)
    fourth.load_state_dict(state)
    third.vocabulary["added to the third, later"] = 1004
    seen["a word was added to a layer that had loaded the same state dict"] = dict(fourth.vocabulary)
    return seen


def check_apart(seen, words):
    """Check that a vocabulary did not change when a word was added somewhere else, at any of the places."""
    check.that(set(seen) == set(PLACES), "Not every layer was compared. The tests could not play their situations.")
    for what, holds in PLACES.items():
        right = words if holds == "the words" else {}
        check.that(
            isinstance(seen[what], dict) and set(right) <= set(seen[what]),
            f"The vocabulary of a Normaliser has lost words, after {what}.",
        )
        check.that(
            seen[what] == right,
            f"The vocabulary of a Normaliser changed when {what}. They share one dict. Make a copy.",
        )
