"""What the checks of assignment 11 use: situations to play with your functions, and what to say about a result."""

from functools import partial
from types import CellType, MethodType

import torch
from torch import nn

from coursekit import check, voice
from coursekit.folders import new_folder
from coursekit.scenario import scenario
from coursekit.voice_once import ALIKE, ENTRIES, FILES, HALF, PROGRAMS, SOUND, WEIGHTS


def program_with(values, use="reference"):
    """The published program with other values and without memory, until the next one for this use is asked for.

    values: entries of the 16 kHz model, by the program's names; those that are not there are as published
    use:    "reference" or "model", for two programs at a time
    """
    program = PROGRAMS[use]
    own = program.state_dict()  # shares memory with the program
    with torch.no_grad():
        for name, value in {**ENTRIES, **values}.items():
            own[name].copy_(value)
    program.reset_states()
    return program


@scenario
def entries_of(VoiceNet):
    """The state dict of a new VoiceNet, without the values."""
    return {name: value.to("meta") for name, value in VoiceNet().state_dict().items()}


@scenario
def loaded(VoiceNet, states):
    """Build VoiceNets, then load a state into each. Returns their state dicts."""
    models = [VoiceNet() for _ in states]
    for model, state in zip(models, states, strict=True):
        model.load_state_dict(state)
    return [dict(model.state_dict()) for model in models]


def check_entries(found, expected, name):
    """Check names, shapes and dtypes of a state dict, not its values."""
    missing = [key for key in expected if key not in found]
    unexpected = [key for key in found if key not in expected]
    check.that(not missing, f"{name}: {', '.join(missing[:3])} is missing. Layers get their names from attributes.")
    check.that(not unexpected, f"{name}: {', '.join(unexpected[:3])} is not in the file. Which layer adds it?")
    shapes = [key for key in expected if found[key].shape != expected[key].shape]
    check.that(
        not shapes,
        f"{name}: the shape of {', '.join(shapes[:3])} differs from the one in the file. A convolution's weight is "
        "(output channels, input channels, kernel).",
    )
    dtypes = [key for key in expected if found[key].dtype != expected[key].dtype]
    check.that(not dtypes, f"{name}: the dtype of {', '.join(dtypes[:3])} differs from the one in the file.")


def alike(entries):
    """Values for these entries, of which those of the same shape are equal."""
    return {name: ALIKE[name] for name in entries}


def spoken(n, seed):
    """n spoken windows, at most 20; other ones for another seed."""
    first = 19 + 7 * seed % 23
    return SOUND[512 * first : 512 * (first + n)]


def inputs(n, seed):
    """n spoken inputs of a VoiceNet, (n, 576)."""
    audio = spoken(n + 1, seed)
    return torch.stack([audio[512 * i : 512 * i + 576] for i in range(n)])


@scenario
def run_voice_net(VoiceNet, values, calls):
    """Build a VoiceNet in evaluation mode, load values, and call it, once for each pair (x, state).

    Returns a list of dicts: "outputs", what the call returned; "inputs", what each convolution got, by its name, as far
    as it is a layer; "state", the state that was given, after the call; "problem", why PyTorch could not compute it, or
    None. A wrong stride often shows first where the shapes no longer fit.
    """
    model = VoiceNet()
    model.load_state_dict(values)
    model.eval()
    seen = []
    for name, layer in model.named_modules():
        if name.startswith("conv"):
            layer.register_forward_pre_hook(
                lambda layer, given, name=name: seen[-1]["inputs"].update({name: given[0].detach().clone()})
            )
    with torch.no_grad():
        for x, state in calls:
            given = None if state is None else state.clone()
            seen.append({"inputs": {}, "state": given, "outputs": None, "problem": None})
            try:
                seen[-1]["outputs"] = model(x) if given is None else model(x, given)
            except NotImplementedError:
                raise
            except (RuntimeError, ValueError) as error:  # of shapes; any other error has nothing to do with the inputs
                seen[-1]["problem"] = f"{type(error).__name__}: {error}".partition("\n")[0].rstrip(".")
    return seen


def near(found, expected):
    """Say whether a tensor is equal to another one, but for rounding and its dtype."""
    return (
        torch.is_tensor(found)
        and found.shape == expected.shape
        and torch.allclose(found.to(expected.dtype), expected, 1e-4, 1e-5)
    )


def check_inputs(inputs, program, x, name):
    """Name the first convolution that does not get the same as in the program."""
    look = {
        "conv1": "the padding (64 samples, mirrored, on the right only), the stride of stft_conv and the magnitude",
        "conv2": "conv1 (stride 1, padding 1) and its ReLU",
        "conv3": "conv2 (stride 2, padding 1) and its ReLU",
        "conv4": "conv3 (stride 2, padding 1) and its ReLU",
    }
    right = program._model.stft(x)
    for (layer, hint), block in zip(look.items(), program._model.encoder.children(), strict=True):
        found = inputs.get(layer)
        if torch.is_tensor(found) and found.dim() == 3:
            check.that(
                found.shape == right.shape,
                f"{name}: {layer} gets the shape {tuple(found.shape)}, which is not in the table. Look at {hint}.",
            )
            check.that(
                near(found, right),
                f"{name}: {layer} does not get the same as in the program with the same values. Look at {hint}.",
            )
        right = block(right)


def check_call(seen, program, x, state, name):
    """Check what a call of a VoiceNet returned against the program with the same values."""
    with torch.no_grad(), voice.as_it_is():
        probability, after = voice.Core(program)(x, state)
        outputs = seen["outputs"]
        check.that(
            is_pair(outputs) or seen["problem"],
            f"{name} should return a tuple of two tensors: the probability and the state.",
        )
        if not is_pair(outputs) or not all(map(near, outputs, (probability, after))):
            check_inputs(seen["inputs"], program, x, name)
    where = f"The last convolution that was called is {[*seen['inputs']][-1]}." if seen["inputs"] else ""
    check.that(not seen["problem"], f"{name} raised {seen['problem']}. {where}".strip())
    for what, found, expected in [("probability", outputs[0], probability), ("state", outputs[1], after)]:
        check.that(
            found.shape == expected.shape,
            f"{name}: the {what} has the shape {tuple(found.shape)}, not the one in the task.",
        )
        check.that(found.dtype == expected.dtype, f"{name}: the {what} has the dtype {found.dtype}.")
    check.that(
        near(outputs[1], after),
        f"{name}: the state differs from that of the published program with the same values. It is h, then c. Look at "
        "conv4 with its ReLU, and at what lstm_cell gets: h and c of the state that was given, in this order.",
    )
    check.that(
        near(outputs[0], probability),
        f"{name}: the state is right, but the probability is not. Look at the last row of the table: ReLU, final_conv, "
        "sigmoid.",
    )
    if state is not None:
        check.that(near(seen["state"], state), f"{name}: the state that was given has changed. Make a new one.")


def is_pair(outputs):
    """Say whether a call returned a tuple of two tensors."""
    return isinstance(outputs, tuple) and len(outputs) == 2 and all(map(torch.is_tensor, outputs))


def check_forgets(after, alone):
    """Check that a call without a state gives the same after a call with one as without it."""
    both = [seen["outputs"] for seen in (after, alone)]
    check.that(
        not all(map(is_pair, both)) or all(map(near, *both)),
        "VoiceNet, called without a state, gives something else after a call with one. It remembers that call. Keep h "
        "and c in no attribute, and begin with zeros when the state is None.",
    )


@scenario
def translated(translate, state, without=((),)):
    """Translate a state dict, once for each list of names, without its entries of these names.

    Returns a list of dicts: "result", what translate returned, or None; "missing", the message of a KeyError, or None;
    "changed", the names of entries that the given state lost, got, or had with another value, after the result was
    emptied; not looked at after a KeyError.
    """
    seen = []
    before = {name: value.clone() for name, value in state.items()}
    for gone in without:
        left = {name: value for name, value in state.items() if name not in gone}
        given = dict(left)
        try:
            result = translate(given)
        except KeyError as error:
            seen.append({"result": None, "missing": str(error), "changed": []})
            continue
        copied = dict(result) if isinstance(result, dict) else result
        if isinstance(result, dict):
            result.clear()
        changed = [name for name in {**left, **given} if not same(given.get(name), before.get(name))]
        seen.append({"result": copied, "missing": None, "changed": changed})
    return seen


def same(found, expected):
    """Say whether two tensors have the same dtype and values."""
    return (
        torch.is_tensor(found)
        and torch.is_tensor(expected)
        and found.dtype == expected.dtype
        and torch.equal(found, expected)
    )


def check_translated(seen, name):
    """Check that translate returned a dict with the right names, in any order, and the right shapes."""
    check.that(
        seen["missing"] is None,
        f"{name} raised KeyError: {seen['missing']}, but nothing is missing. Is the name right?",
    )
    found, expected = seen["result"], WEIGHTS
    check.that(isinstance(found, dict), f"{name} should return a dict. Is there a return statement?")
    missing, unexpected = [k for k in expected if k not in found], [k for k in found if k not in expected]
    check.that(not missing, f"{name}: {', '.join(missing[:3])} is not in the result.")
    check.that(not unexpected, f"{name}: {', '.join(map(str, unexpected[:3]))} should not be in the result.")
    others = [key for key in expected if not torch.is_tensor(found[key])]
    check.that(not others, f"{name}: {', '.join(others[:3])} should be a tensor.")
    shapes = [key for key in expected if found[key].shape != expected[key].shape]
    check.that(
        not shapes,
        f"{name}: the shape of {', '.join(shapes[:3])} is not the one of VoiceNet. Does each new name get the value of "
        "its own old name, in whatever order the entries come?",
    )


def check_given(seen):
    """Check that the state that was given to translate is as before."""
    names = ", ".join(map(str, seen["changed"][:3]))
    check.that(not names, f"The state that was given to translate() has changed: {names}. Make a new dict.")


def check_missing_named(seen, state, gone):
    """Check that a KeyError names one of the entries that are gone, and none that is there."""
    name = f"translate() without {' and '.join(gone[:2])}" + (" and others" if len(gone) > 2 else "")
    check.that(
        seen["missing"] is not None,
        f"{name} should raise KeyError, but raised nothing. An incomplete model must not be restored silently.",
    )
    check.that(any(key in seen["missing"] for key in gone), f"{name}: the message does not contain the missing name.")
    there = [key for key in state if key in seen["missing"] and not any(key in missing for missing in gone)]
    check.that(not there, f"{name}: the message names {', '.join(there[:2])}, which is there.")


class StandInNet(nn.Module):
    """Stands in for VoiceNet: the same entries, and no forward."""

    def __init__(self):
        super().__init__()
        for name, value in WEIGHTS.items():
            part, entry = name.split(".")
            if not hasattr(self, part):
                self.add_module(part, nn.Module())
            self.get_submodule(part).register_parameter(entry, nn.Parameter(torch.zeros(value.shape)))

    def load_state_dict(self, state_dict, strict=True, assign=False):
        if strict and any(name.startswith(voice.PART) for name in state_dict):
            raise RuntimeError(
                "These names are not those of VoiceNet. Give the entries their new names with translate() first."
            )
        return super().load_state_dict(state_dict, strict, assign)


def notebook_of(answer, name):
    """The namespace that an answer of this name was written in.

    A function has it, but the one around it that a decorator of a library makes has another, and a partial, a method or
    an object with __call__ has none. So look at what is inside, too.
    """
    parts = [answer]
    for part in parts:  # which grows
        namespace = getattr(part, "__globals__", {})
        if name in namespace:
            return namespace
        parts += [new for new in inside(part) if callable(new) and not any(new is known for known in parts)]
    return {}


def inside(part):
    """What is inside a function, a partial, a method, a class of the notebook, or an object."""
    if isinstance(part, partial):
        return [part.func, *part.args, *part.keywords.values()]
    if isinstance(part, (MethodType, staticmethod, classmethod)):
        return [part.__func__, getattr(part, "__self__", None)]
    kinds = [kind for kind in (part if isinstance(part, type) else type(part)).__mro__ if kind.__module__ == "__main__"]
    held = [vars(kind) for kind in kinds]
    if not isinstance(part, type):
        held.append(getattr(part, "__dict__", {}))
    cells = [cell for cell in getattr(part, "__closure__", None) or () if cell != CellType()]  # and not empty
    return [value for names in held for value in names.values()] + [cell.cell_contents for cell in cells]


@scenario
def restored_by(restore_voice, path, names):
    """Restore a model while VoiceNet and translate are stand-ins.

    names: new names to old names, which translate goes by

    Returns a dict: "kind", the name of the result's class; "is one", whether it is a VoiceNet; "state", its state dict;
    "training", the names of its layers in training mode.
    """

    def stand_in(state):
        if not hasattr(state, "keys"):
            raise TypeError(f"translate() takes a state dict, but got a {type(state).__name__}. Call its state_dict().")
        return {new: state[old] for new, old in names.items()}

    stand_ins = {"VoiceNet": StandInNet, "translate": stand_in}
    notebook = notebook_of(restore_voice, "restore_voice")
    own = {name: notebook.pop(name) for name in stand_ins if name in notebook}
    # An answer may have named them already when its cell ran: under a second name, or as the class that it extends.
    second = {name: value for name, value in notebook.items() if any(value is known for known in own.values())}
    extended = [kind for kind in notebook.values() if isinstance(kind, type) and own.get("VoiceNet") in kind.__bases__]
    try:
        notebook.update(stand_ins)
        for name, value in second.items():
            notebook[name] = stand_ins[next(known for known in own if own[known] is value)]
        for kind in extended:
            kind.__bases__ = tuple(StandInNet if base is own["VoiceNet"] else base for base in kind.__bases__)
        model = restore_voice(path)
        kinds = [kind for kind in (StandInNet, own.get("VoiceNet")) if isinstance(kind, type)]
        seen = {"kind": type(model).__name__, "is one": isinstance(model, tuple(kinds))}
        if seen["is one"]:
            seen["training"] = [name or "the model itself" for name, layer in model.named_modules() if layer.training]
            seen["state"] = dict(nn.Module.state_dict(model))  # what the model holds, whatever its own method shows
        return seen
    finally:
        for kind in extended:
            kind.__bases__ = tuple(own["VoiceNet"] if base is StandInNet else base for base in kind.__bases__)
        for name in stand_ins:
            notebook.pop(name, None)
        notebook.update(own | second)


def written(name):
    """Write one of the FILES, whose values whoever looks for them finds in coursekit. Returns its path."""
    path = new_folder() / "made.jit"
    path.write_bytes(FILES[name])
    return path


def written_half(values):
    """Write a program in half precision and without code. Returns its path.

    values: new ones, by the program's names; the 8 kHz model keeps its own
    """
    HALF.load_state_dict(values, strict=False)
    path = new_folder() / "made.jit"
    path.write_bytes(HALF.save_to_buffer())
    return path


def names_by_shape():
    """For each new name, an old name whose entry has the same shape: enough where equal shapes have equal values."""
    old = {value.shape: name for name, value in ENTRIES.items()}
    return {new: old[value.shape] for new, value in WEIGHTS.items()}


def check_restored(seen, expected, name):
    """Check that a restored model is a VoiceNet in evaluation mode with these values in float32."""
    check.that(seen["is one"], f"{name} should return a VoiceNet, but returned a {seen['kind']}.")
    others = {str(value.dtype) for value in seen["state"].values()} - {"torch.float32"}
    check.that(not others, f"{name}: the restored model has entries in {', '.join(sorted(others))}, not in float32.")
    check.same_parameters(seen["state"], expected, name)
    check.that(not seen["training"], f"{name}: {', '.join(seen['training'][:3])} is in training mode. Call eval().")


class WatchedCore(nn.Module):
    """The 16 kHz model inside a program, called as a VoiceNet is. It notes its calls; some return nan."""

    def __init__(self, program, nan_in=()):
        super().__init__()
        self.core, self.nan_in, self.calls, self.shape = voice.Core(program), nan_in, [], None

    def forward(self, x, state=None):
        self.shape = tuple(x.shape)
        probability, after = self.core(x, state)
        given = torch.zeros_like(after) if state is None else state
        self.calls.append({"x": x.detach().clone(), "state": given.detach().clone(), "after": after.detach().clone()})
        return (probability * float("nan") if len(self.calls) - 1 in self.nan_in else probability), after


@scenario
def differences_of(largest_difference, cases):
    """Compare a program with the 16 kHz model inside another one, whose entries were changed; once for each case.

    cases: dicts: "audio"; what is not there makes no difference:
        "values":  entries of both that differ from the published ones
        "changed": entries that differ in the model alone
        "nan_in":  numbers of the windows in which the model's probability is nan
        "heard":   a sound that the program heard before

    Returns a list of dicts: "difference", what largest_difference returned; "called", what look_at says of the calls.
    """
    return [_difference_of(largest_difference, **case) for case in cases]


def _difference_of(largest_difference, audio, values=None, changed=None, nan_in=(), heard=None):
    values = values or {}
    reference = program_with(values)
    model = WatchedCore(program_with({**values, **(changed or {})}, "model"), nan_in).eval()
    if heard is not None:
        voice.probabilities(reference, heard)
    try:
        with voice.as_it_is():
            difference = largest_difference(model, reference, audio)
    except Exception as error:
        said = [line for line in str(error).splitlines() if "Error: " in line]
        if "TorchScript" not in str(error) or not said:
            raise
        reason = said[-1].rpartition("Error: ")[2].rstrip(".")
        raise ValueError(
            f"A program says: {reason}. The last input of the model had the shape {model.shape}. Compare with the "
            "table: what do model and reference get?"
        ).with_traceback(error.__traceback__) from None
    return {"difference": difference, "called": look_at(model.calls, audio)}


def look_at(calls, audio):
    """Name the first wrong input or state in the calls of the model; an empty text when there is none."""
    windows = audio.split(512)
    if len(calls) != len(windows):
        times = "once" if len(calls) == 1 else f"{len(calls)} times"
        return f"The model was called {times}, but the sound has another number of windows."
    context = torch.zeros(64)
    for number, (call, window) in enumerate(zip(calls, windows, strict=True), 1):
        x = call["x"].reshape(-1)
        if not torch.equal(x[-512:], window):
            return f"In window {number}, the last 512 samples that the model got are not those of the window."
        if not torch.equal(x, torch.cat([context, window])):
            return f"In window {number}, the samples before the window are not its context."
        if number > 1 and not torch.equal(call["state"], calls[number - 2]["after"]):
            return f"In window {number}, the model did not get the state that it had returned."
        if number == 1 and call["state"].any():
            return "In window 1, the model got a state. It should begin without memory."
        context = window[-64:]
    return ""


def check_difference(seen, expected, name, hint=""):
    """Check the difference, and if it is wrong, say how the model was called."""
    found = seen["difference"]
    check.that(
        isinstance(found, float),
        f"{name} should be a float, but is a {type(found).__name__}. `.item()` turns a tensor into a float.",
    )
    check.close(found, expected, name, 1e-5, seen["called"] or hint)


def distance(audio, changed):
    """How far the probabilities are at most from the published ones; computed by programs alone."""
    one, other = (voice.probabilities(program_with(values), audio) for values in ({}, changed))
    return (one - other).abs().max().item()


def check_nan(seen, where):
    """Check that the result is nan."""
    found = seen["difference"]
    check.that(isinstance(found, float), f"largest_difference() should be a float, but is a {type(found).__name__}.")
    check.that(
        found != found,
        f"largest_difference() is {found:.3g}, although {where} is nan. Comparisons with nan are false, so max() and > "
        "pass over it.",
    )
