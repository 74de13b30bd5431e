"""What the checks of assignment 9 use: situations to play with your functions, and what to say about a result."""

import contextlib
import json
from itertools import pairwise

import torch
from safetensors.torch import save_file
from torch import nn
from torch.optim.swa_utils import AveragedModel

from coursekit import check
from coursekit.checkpoints import random_state
from coursekit.folders import new_folder
from coursekit.models import PlainNet
from coursekit.scenario import scenario

# --- restore_lazily -----------------------------------------------------------------------------------------------


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


def restored_by(restore_lazily, path, factory):
    """Restore a model, and say what to do when PyTorch refuses to move what has no value."""
    try:
        return restore_lazily(path, factory)
    except NotImplementedError as error:
        check.that(
            "meta tensor" not in str(error),
            f"restore_lazily() with a {factory.__name__} moves or copies a tensor that is still on meta and has no "
            "value. Give it its value first: factory() has it, if the file has not. to_empty() gives none.",
        )
        raise


def check_nothing_on_meta(model, name):
    """Check that every parameter and buffer has a value."""
    check.a_model(model, name)
    left = [key for key, tensor in [*model.named_parameters(), *model.named_buffers()] if tensor.is_meta]
    hint = "Was it in the file? Were the tensors of the file put in place?"
    check.that(not left, f"{name}: {', '.join(left[:3])} is still on the meta device and has no value. {hint}")


class TiedDeepNet(nn.Module):
    """Layers at different depths that share a weight, two of them also a bias, and buffers that are not saved."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(4, 4)
        self.parts = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.ReLU()), StepNet(4)])
        self.head = nn.Linear(4, 4)
        self.parts[0][0].weight = self.embedding.weight
        self.head.weight = self.embedding.weight
        self.head.bias = self.parts[0][0].bias


@scenario
def ties_after(restore_lazily, path, factory):
    return ties(restore_lazily(path, factory))


def ties(model):
    """The names of all parameters; those that share one parameter are together in a list."""
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), []).append(name)
    return sorted(groups.values())


def check_ties(seen, factory, name):
    """Check that the same names share a parameter as in a new model."""
    for group in ties(factory()):
        what = f"{' and '.join(group)} should be one parameter" if group[1:] else f"{group[0]} should not be tied"
        check.that(group in seen, f"{name}: {what}, as in the model that factory() builds.")


@scenario
def watch_restoring(restore_lazily, path, factory, other):
    """Restore a model twice, change the first one, and write other numbers into the file of the second.

    other: bytes of a file of the same size, with other numbers at the same places

    Returns a dict: "built on", the devices of each call of factory; "file", the state in the file after the change of
    the first model; "second", the state of the second model after the change of its file.
    """
    built = []

    def noted_factory():
        model = factory()
        built.append(sorted({tensor.device.type for tensor in model.parameters()}))
        return model

    first, second = (restore_lazily(path, noted_factory) for _ in range(2))
    with torch.inference_mode():
        for tensor in [*first.parameters(), *first.buffers()]:
            if not tensor.is_meta:
                tensor.add_(1)
    file = dict(torch.load(path, weights_only=True))
    with open(path, "r+b") as opened:
        opened.write(other)
    return {"built on": built, "file": file, "second": dict(second.state_dict())}


def check_lazy(restore_lazily, saved, factory, name):
    """Check that the model was built on meta, that its values lie in the mapped file, and that it cannot change it."""
    others = random_state(1000 + len(name), factory)
    twin = new_folder() / saved.path.name  # a file of the same name, keys and shapes has its numbers at the same places
    torch.save(others, twin)
    seen = watch_restoring(restore_lazily, saved.path, factory, twin.read_bytes())
    check.that(seen["built on"], f"{name} did not call factory().")
    check.that(
        all(devices == ["meta"] for devices in seen["built on"]),
        f"{name}: factory() made the parameters on the CPU. Their random values are wasted work.",
    )
    check.same_parameters(seen["file"], saved.state_dict, f"{name}: the file, after a change of the restored model")
    check.that(
        seen["second"].keys() == others.keys(), f"{name}, called a second time: its keys are not those of the file."
    )
    second = seen["second"]
    copied = [key for key in others if second[key].is_meta or not check.same_values(second[key], others[key])]
    hint = "Was the file mapped, and were its tensors put in place without a copy?"
    check.that(not copied, f"{name}: {', '.join(copied[:3])} is not in the mapped file. {hint}")


# --- load_as ------------------------------------------------------------------------------------------------------


def cast(state, dtype):
    """What the cast should give. The tests choose numbers that the dtype can hold."""
    kinds = {torch.float16, torch.bfloat16, torch.float32, torch.float64}
    return {key: value.to(dtype) if getattr(value, "dtype", None) in kinds else value for key, value in state.items()}


def check_cast(state, saved, dtype, name):
    """Check that floating entries are cast, and nothing else."""
    expected = cast(saved, dtype)
    found = state if isinstance(state, dict) else {}
    both = [key for key, value in expected.items() if torch.is_tensor(value) and torch.is_tensor(found.get(key))]
    others = [key for key in both if found[key].dtype != expected[key].dtype]
    kept = [key for key in others if not expected[key].is_floating_point()]
    check.that(not kept, f"{name}: {', '.join(kept[:3])} was cast. Only floating entries are cast.")
    check.that(not others, f"{name}: {', '.join(others[:3])} should be cast, but has another dtype.")
    check.same_parameters(state, expected, name)


def entries_of_all_kinds():
    """A state dict with entries of many dtypes and shapes, and one that is not a tensor."""
    return {
        "empty": torch.zeros(0, 3),
        "half": torch.tensor([0.5, -2.0], dtype=torch.float16),
        "bfloat16": torch.tensor([0.5, 3.0], dtype=torch.bfloat16),
        "double": torch.tensor([[1 / 3]], dtype=torch.float64),
        "number": torch.tensor(2.5),
        "mask": torch.tensor([True, False]),
        "bytes": torch.tensor([0, 255], dtype=torch.uint8),
        "large counter": torch.tensor(2**40),
        "complex": torch.tensor([1 + 2j]),
        "words._extra_state": ["a", "b"],
    }


def file_with(*numbers, key="layer2.weight"):
    """Write the state of a PlainNet, with these numbers in it. Returns the path."""
    state = {name: value.double() for name, value in random_state(29, PlainNet).items()}
    state[key].view(-1)[-len(numbers) :] = torch.tensor(numbers, dtype=torch.float64)
    path = new_folder() / "number.pth"
    torch.save(state, path)
    return path


def check_errors(function, cases):
    """Check that calls raise ValueError with a word in its message. Each case: the arguments, the word, a name.

    Returns the messages.
    """
    found = calls(function, [case[0] for case in cases])
    for seen, (_, word, name) in zip(found, cases, strict=True):
        check.that(seen["error"], f"{name} should raise ValueError, but raised nothing.")
        check.that(seen["value error"], f"{name} should raise ValueError, but raised {seen['error']}.")
        said = word in seen["message"]
        check.that(said, f"{name}: the message of the ValueError should name what is wrong. It does not.")
    return [seen["message"] for seen in found]


@scenario
def calls(function, cases):
    """Call a function, once for each list of arguments.

    Returns a list of dicts: "error", the name of what was raised, or None; "value error"; "message".
    """
    seen = []
    for arguments in cases:
        try:
            function(*arguments)
        except NotImplementedError:
            raise
        except Exception as error:
            is_one = isinstance(error, ValueError) and not isinstance(error, UnicodeError)
            seen.append({"error": type(error).__name__, "value error": is_one, "message": str(error)})
        else:
            seen.append({"error": None, "value error": False, "message": ""})
    return seen


# --- read_sharded -------------------------------------------------------------------------------------------------


def publish(state, count, inside="", unlisted=False, stale=False, plain=False, promised=(), outside=None):
    """Write a state dict as safetensors shards with an index, in a new folder. Returns the path of the index.

    inside:   the folder of the shards, in that of the index
    unlisted: one more shard, which the index does not name, with other values
    stale:    other shards than the index says hold the first and the last key too, with other values
    plain:    the index holds nothing but its weight_map
    promised: more entries for the weight_map
    outside:  the last key lies in a file outside; its name, {} in it for a word, {folder} for the folder of the index
    """
    folder = new_folder() / "model"
    (folder / (inside or "parts")).mkdir(parents=True)
    names = [f"{inside}model-{number + 1}-of-{count}.safetensors" for number in range(count)]
    weight_map = {key: names[place * count // len(state)] for place, key in enumerate(state)}
    shards = {name: {key: state[key] for key, file in weight_map.items() if file == name} for name in names}
    first, *_, last = state
    if stale:
        for before, after in pairwise(names):
            shards[after][first], shards[before][last] = state[first] + 1, state[last] + 1
    if unlisted:
        save_file({key: value + 1 for key, value in state.items()}, folder / "a-copy.safetensors")
    for name, shard in shards.items():
        save_file(shard, folder / name)
    if outside:
        (folder.parent / "model-2").mkdir()
        weight_map[last] = outside.format("secret", folder=folder, beside="model-2")
        save_file({last: state[last]}, folder / weight_map[last])
    about = {"weight_map": weight_map | dict(promised)} | ({} if plain else {"metadata": {"total_size": 96}})
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps(about), encoding="utf-8")
    return index


def check_index_errors(read_sharded, cases):
    """Check that read_sharded names what is wrong, and no other file or key. Each case: an index, the word, a name."""
    messages = check_errors(read_sharded, [((index,), word, name) for index, word, name in cases])
    for message, (index, word, name) in zip(messages, cases, strict=True):
        there = [other for other in names_elsewhere(index, word) if other in message]
        check.that(not there, f"{name}: the message names {', '.join(there[:2])}, where nothing is wrong.")


def names_elsewhere(index, word):
    """The files of an index that do not belong to a key or file name, and the keys in them."""
    weight_map = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
    wrong = {file for key, file in weight_map.items() if word == key or word in file}
    return [name for key, file in weight_map.items() if file not in wrong for name in (file, key)]


@scenario
def read_from_beside(read_sharded, index):
    """Call read_sharded with the bare name of the index, in its folder."""
    with contextlib.chdir(index.parent):
        return read_sharded(index.name)


# --- inner_state --------------------------------------------------------------------------------------------------


class ModuleNet(nn.Module):
    """A child called `module`, one that holds another of that name, and a buffer called `n_averaged`."""

    def __init__(self):
        super().__init__()
        self.module = nn.BatchNorm1d(2)
        self.head = nn.ModuleDict({"module": nn.Linear(2, 2)})
        self.register_buffer("n_averaged", torch.tensor(3))


class Compiled(nn.Module):
    """Names its entries as torch.compile does, without compiling."""

    def __init__(self, model):
        super().__init__()
        self._orig_mod = model


WRAPPERS = {"parallel": nn.DataParallel, "compiled": Compiled, "averaged": AveragedModel}  # DDP names as the first does


def wrapped(seed, factory, wrappers):
    """Make a model with random values, and wrap it. Returns the state dicts of the model and of the wrapped one."""
    model = factory()
    model.load_state_dict(random_state(seed, factory))
    outer = model
    for wrapper in wrappers:
        outer = WRAPPERS[wrapper](outer)
    return model.state_dict(), outer.state_dict()


def check_inner(inner_state, cases):
    """Check the names and values of the states that come out of their wrappers.

    cases: for each, a seed, a factory and the names of the wrappers, the inner one first
    """
    states = [wrapped(*case) for case in cases]
    for result, (expected, _), case in zip(results(inner_state, [s for _, s in states]), states, cases, strict=True):
        _, factory, wrappers = case
        name = f"inner_state() of a {factory.__name__} in {' in '.join(wrappers) or 'no wrapper'}"
        check.same_parameters(result, dict(expected), name)


@scenario
def results(inner_state, states):
    return [inner_state(state) for state in states]


def check_kept(inner_state, seed, factory, wrappers):
    """Check that _metadata comes along, that nothing is copied, and that the given state stays as it is."""
    expected, state = wrapped(seed, factory, wrappers)
    seen = look_at(inner_state, state)
    name = f"inner_state() of a {factory.__name__} in {' in '.join(wrappers) or 'no wrapper'}"
    check.equal(seen["keys"], list(state), f"{name}: the keys of the state that was given")
    check.that(not seen["changed"], f"{name}: the _metadata of the state that was given has changed. Make a copy.")
    check.that(not seen["same"], f"{name} gave back the state itself. Build a new dict in every case.")
    check.that(
        set(seen["names"]) == set(expected), f"{name}: the names in the result are not those of the model inside."
    )
    check.that(not seen["copied"], f"{name} copied tensors. Put the same tensors into the new dict.")
    check.that(seen["metadata"] is not None, f"{name}: the result has no _metadata. A plain dict cannot have it.")
    right = {layer: dict(about) for layer, about in expected._metadata.items()}
    check.that(seen["metadata"] == right, f"{name}: the _metadata is not that of the model inside.")


@scenario
def look_at(inner_state, state):
    """Call inner_state(state). Returns what became of the state, and what the result is."""
    before = {name: dict(about) for name, about in state._metadata.items()}
    tensors = {value.data_ptr() for value in state.values()}
    result = inner_state(state)
    metadata = getattr(result, "_metadata", None)
    return {
        "keys": list(state),
        "changed": {name: dict(about) for name, about in state._metadata.items()} != before,
        "same": result is state,
        "names": list(result),
        "copied": [key for key, value in result.items() if value.data_ptr() not in tensors],
        "metadata": None if metadata is None else {name: dict(about) for name, about in metadata.items()},
    }
