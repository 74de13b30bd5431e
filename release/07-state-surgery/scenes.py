"""What the checks of assignment 7 use: situations to play with your functions, and what to say about a result."""

import copy
from collections import OrderedDict

import torch
from torch import nn

from coursekit import check
from coursekit.checkpoints import random_state
from coursekit.models import PlainNet
from coursekit.scenario import scenario


class ClockNet(nn.Module):
    """A linear layer, a buffer that is saved ("scale") and a buffer that is not saved ("clock")."""

    def __init__(self, size=3):
        super().__init__()
        self.layer = nn.Linear(size, size)
        self.register_buffer("scale", torch.ones(size))
        self.register_buffer("clock", torch.zeros(size), persistent=False)

    def forward(self, x):
        return self.layer(x) * self.scale


def model_with(state, factory):
    """Build a model that holds this state."""
    with torch.random.fork_rng(devices=[]):
        model = factory()
    model.load_state_dict(state)
    return model


def copy_of(state):
    """Copy a state dict and its tensors."""
    return copy.deepcopy(dict(state))


@scenario
def results_of(function, calls):
    """Call a function with each tuple of arguments. Returns the list of what it returned."""
    results = []
    for arguments in calls:
        found = function(*arguments)
        if type(found) is dict:  # the next call may fill the same dict and lists again
            found = {key: list(value) if type(value) is list else value for key, value in found.items()}
        results.append(found)
    return results


def check_list(found, part, expected, name):
    """Check one of the three lists of diff_state(), in any order."""
    check.that(isinstance(found, dict), f"{name} should return a dict. Is there a return statement?")
    check.that(part in found, f'{name}: the dict has no entry "{part}".')
    keys = found[part]
    check.that(isinstance(keys, list), f'{name}: the entry "{part}" should be a list, but is a {type(keys).__name__}.')
    check.that(all(isinstance(key, str) for key in keys), f'{name}: the entry "{part}" should be a list of str.')
    check.that(len(set(keys)) == len(keys), f'{name}: a key is twice in the list "{part}".')
    wrong = sorted(set(keys) - set(expected))
    check.that(not wrong, f'{name}: {", ".join(wrong[:3])} should not be in the list "{part}".')
    check.that(
        set(keys) == set(expected),
        f'{name}: the list "{part}" is too short. Do buffers count, and every name of the state dict?',
    )


def check_missing(found, expected):
    """Check the list of missing keys: a function that leaves no trace must still do its work."""
    check.that(
        isinstance(found, dict) and "missing" in found,
        'diff_state() should return a dict with a list "missing". Is there a return statement?',
    )
    check.that(
        isinstance(found["missing"], list) and sorted(map(str, found["missing"])) == sorted(expected),
        'diff_state(): the list "missing" is not right.',
    )


def numbered(*keys):
    """Make a state dict with these keys; the tensor of each key holds another number."""
    return OrderedDict((key, torch.full((2,), float(number))) for number, key in enumerate(keys))


@scenario
def change_result(strip_prefix, state, prefix):
    """Call strip_prefix, change its result, and look at the state that was given.

    The result gets one entry more, and every number in its tensors becomes 7.

    Returns a dict: "keys", the keys of the state that was given; "copied", those whose tensor did not change.
    """
    result = strip_prefix(state, prefix)
    check.that(isinstance(result, dict), "strip_prefix() should return a dict. Is there a return statement?")
    for value in result.values():
        value.fill_(7)
    result["added later"] = torch.zeros(1)
    return {"keys": list(state), "copied": [key for key, value in state.items() if not bool((value == 7).all())]}


def merged(own, state):
    """Return copies of two state dicts in one: from the second one what fits, from the first one the rest.

    The dtypes are those of the first one. The second item of the result is the list of the keys that fit.
    """
    fits = [key for key in own if key in state and own[key].shape == state[key].shape]
    return {key: (state if key in fits else own)[key].to(value.dtype).clone() for key, value in own.items()}, fits


@scenario
def warm(warm_start, pairs):
    """Call warm_start with pairs of a model and a state. Returns for each what it returned, and the model's state."""
    done = []
    for model, state in pairs:
        keys = warm_start(model, state)
        now = list(keys) if isinstance(keys, list) else keys  # the next call may fill the same list again
        done.append((now, dict(model.state_dict())))
    return done


def after_each(warm_start, cases):
    """Call warm_start for cases (model, state, name).

    Returns a tuple for each: what `merged` says of both before the call, the model's state after it, what warm_start
    returned, and the name.
    """
    before = [merged(model.state_dict(), state) for model, state, _ in cases]
    done = warm(warm_start, [case[:2] for case in cases])
    return [(m, now, keys, case[2]) for m, (keys, now), case in zip(before, done, cases, strict=True)]


@scenario
def train_after(warm_start, seed, file_of, model_of, frozen="layer1.bias"):
    """Make an optimizer, call warm_start, train one step, and look at everything.

    Returns a dict: "taken", names of entries that hold the values of the state; "replaced", names of parameters that
    are other objects than before; "requires_grad", by name;
    "still", names of parameters that should be trained and were not; "state_before_training" and
    "state_after_training", what the state dict that was given holds then; "training", the mode after the call.
    """
    model, state = model_with(random_state(seed, model_of), model_of), random_state(seed + 100, file_of)
    model.get_parameter(frozen).requires_grad_(False)
    model.eval()
    before = dict(model.named_parameters())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    warm_start(model, state)
    mode, state_before = model.training, copy_of(state)
    now = dict(model.named_parameters())
    loaded = copy_of(model.state_dict())
    requires_grad = {name: parameter.requires_grad for name, parameter in now.items()}
    model.train()
    sum(parameter.sum() for parameter in now.values() if parameter.requires_grad).backward()
    optimizer.step()
    with torch.no_grad():
        for buffer in model.buffers():
            buffer.add_(1)
    still = [name for name in now if requires_grad[name] and torch.equal(loaded[name], now[name])]
    return {
        "taken": [name for name, value in loaded.items() if name in state and torch.equal(value, state_before[name])],
        "replaced": [name for name in before if now.get(name) is not before[name]],
        "requires_grad": requires_grad,
        "still": still,
        "state_before_training": state_before,
        "state_after_training": dict(state),
        "training": mode,
    }


def with_new_names(state):
    """Return the state of a NormNet under the names of version 2, in a new dict."""
    new = {"layer1": "encoder", "bn": "norm", "layer2": "head"}
    return {".".join([new[key.split(".")[0]], key.split(".", 1)[1]]): value for key, value in state.items()}


@scenario
def load_and_predict(RenamedNet, sizes, state, x, path=None):
    """Make a RenamedNet, load a state dict or a file into it, and predict in evaluation mode.

    Returns a dict: "state", the model's state dict; "scores", its output; "given", the keys of the state dict that was
    given, after loading; "training scores", its output in training mode; "trained", the state dict after that.
    """
    model = RenamedNet(*sizes)
    state = state if path is None else torch.load(path, weights_only=True)
    try:
        model.load_state_dict(state)
    except (TypeError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"
    else:
        problem = ""
    check.that(
        not problem,
        f"load_state_dict of a RenamedNet raised {problem}. PyTorch calls your hook with the module first, then "
        "the state "
        "dict and the prefix. Does your function take them in this order?",
    )
    model.eval()
    with torch.no_grad():
        seen = {"state": copy_of(model.state_dict()), "scores": model(x), "given": list(state)}
        return seen | {"training scores": model.train()(x), "trained": copy_of(model.state_dict())}


def same_scores(scores, model, x, training=False):
    """Say whether scores are those of a model, in evaluation mode or in training mode."""
    with torch.no_grad():
        expected = model.train(training)(x)
    return torch.is_tensor(scores) and scores.shape == expected.shape and torch.allclose(scores, expected, atol=1e-5)


@scenario
def load_as_part(RenamedNet, state, names):
    """Load a state dict into a larger model that holds a PlainNet and a RenamedNet under two names.

    names: (str, str), the name of the PlainNet and the name of the RenamedNet

    Returns a dict: "state", the state dict of the larger model; "given", the keys of `state` after loading.
    """
    larger = nn.ModuleDict({names[0]: PlainNet(), names[1]: RenamedNet()})
    larger.load_state_dict(state)
    return {"state": dict(larger.state_dict()), "given": list(state)}


def below(name, state):
    """Put a name and a dot in front of every key."""
    return {f"{name}.{key}": value for key, value in state.items()}
