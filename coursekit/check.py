"""The check vocabulary: what tests say about a learner's answer.

Every check raises `CheckFailed` with one or two sentences for the learner: what was compared, what differs, what
usually causes it. No message contains an expected value, so none can be copied into an answer.

`name` is always how the learner knows the thing, e.g. "restore()".
"""

from __future__ import annotations

import math
import numbers
import textwrap
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

import torch
from torch import Tensor, nn

SHOWN = 3  #: how many keys a message names before it only counts
LINE = 70  #: characters. JupyterLab breaks longer lines inside a word in a window of 1,000 pixels


class CheckFailed(AssertionError):
    """An answer is not right. The message is written for the learner."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this. The lines of a test are noise to a learner, and some are hidden tests.
        return textwrap.wrap(f"CheckFailed: {self}", LINE)


# --- models and state dicts ---------------------------------------------------------------------------------------


def same_parameters(model: nn.Module | Mapping[str, Tensor], expected: Mapping[str, Tensor], name: str) -> None:
    """Check that a model holds exactly the expected state.

    model:    an nn.Module, or a state dict; any device but meta
    expected: a state dict; parameters and buffers, any device
    Raises CheckFailed naming the first differing keys: missing, unexpected, shape, dtype, value.
    Source: torch.nn.Module.load_state_dict (strict=True), plus exact values (NaN equals NaN).
    """
    state = _state_of(model, name)
    missing = [key for key in expected if key not in state]
    unexpected = [key for key in state if key not in expected]
    if missing or unexpected:
        said = [f"missing {_some(missing)}"] if missing else []
        said += [f"unexpected {_some(unexpected)}"] if unexpected else []
        _fail(f"{name}: the keys differ: {'; '.join(said)}.", _about_keys(missing, unexpected))
    not_tensors = [key for key in expected if torch.is_tensor(expected[key]) and not torch.is_tensor(state[key])]
    if not_tensors:
        _fail(f"{name}: {_some(not_tensors)} should be a tensor, but is {_kind(state[not_tensors[0]])}.")
    tensors = [key for key in expected if torch.is_tensor(expected[key])]
    shapes = [key for key in tensors if state[key].shape != expected[key].shape]
    if shapes:
        _fail(
            f"{name}: the shape of {_some(shapes)} differs.",
            "Was it another architecture, or a reshaped tensor?",
        )
    dtypes = [key for key in tensors if state[key].dtype != expected[key].dtype]
    if dtypes:
        _fail(
            f"{name}: the dtype of {_some(dtypes)} differs.",
            "A restored tensor keeps the dtype it was saved with.",
        )
    empty = [key for key in tensors if state[key].is_meta]
    if empty:
        _fail(f"{name}: {_some(empty)} is on the meta device and holds no values.")
    values = [key for key in tensors if not same_values(state[key], expected[key])]
    values += [key for key in expected if key not in tensors and state[key] != expected[key]]
    if values:
        _fail(
            f"{name}: {len(values)} of {len(expected)} entries hold different values: {_some(values)}.",
            _about_values(values, model),
        )


def on_device(thing: nn.Module | Mapping[str, Tensor] | Tensor, device: str | torch.device, name: str) -> None:
    """Check that every tensor lies on `device`; a device without an index ("cuda") accepts any index.

    thing: a model (its parameters and buffers), a state dict, or one tensor
    """
    device = torch.device(device)
    tensors = {"the tensor": thing} if torch.is_tensor(thing) else _state_of(thing, name)
    elsewhere = {
        key: str(value.device)
        for key, value in tensors.items()
        if torch.is_tensor(value) and not _lies_on(value.device, device)
    }
    if elsewhere:
        where = ", ".join(sorted(set(elsewhere.values())))
        _fail(
            f"{name}: not on the requested device, but on {where}: {_some(list(elsewhere))}.",
            "Is the device argument used, and for buffers too?",
        )


def a_model(thing: object, name: str) -> None:
    """Check that the answer is an nn.Module, and say what it is instead."""
    if not isinstance(thing, nn.Module):
        _fail(f"{name} should return a model (an nn.Module), but returned {_kind(thing)}.", _about_kind(thing))


def in_eval_mode(model: nn.Module, name: str) -> None:
    """Check that the model and every layer in it is in evaluation mode."""
    _mode(model, False, name, "Call model.eval(): dropout and batch norm behave differently while training.")


def in_train_mode(model: nn.Module, name: str) -> None:
    """Check that the model and every layer in it is in training mode."""
    _mode(model, True, name, "Call model.train() before training; model.eval() stays in force until then.")


def trainable(model: nn.Module, name: str) -> None:
    """Check that every parameter asks for a gradient."""
    a_model(model, name)
    frozen = [key for key, p in model.named_parameters() if not p.requires_grad]
    if frozen:
        _fail(f"{name}: {_some(frozen)} no longer asks for a gradient, so it cannot be trained further.")


# --- plain values -------------------------------------------------------------------------------------------------


def equal(actual: Any, expected: Any, name: str, hint: str = "") -> None:
    """Check plain data: numbers, strings, paths, devices, tuples, lists, sets and dicts of them, tensors.

    Numbers, bools and strings compare by value, wherever they come from (a 0-dim tensor counts as its number).
    A tuple must be a tuple (a torch.Size is one) and a list a list. The order of a dict's keys does not matter.
    """
    problem = _difference(actual, expected, name)
    if problem:
        _fail(problem, hint)


def close(actual: Any, expected: float, name: str, tolerance: float = 1e-5, hint: str = "") -> None:
    """Check one number within an absolute tolerance."""
    number = _plain(actual)
    if isinstance(number, bool) or not isinstance(number, numbers.Real):
        _fail(f"{name} should be a number, but is {_kind(actual)}.", hint or _about_kind(actual))
    if not math.isfinite(number) or abs(number - expected) > tolerance:
        # How far off it is would tell the expected number.
        little = "a little " if abs(number - expected) < 0.01 * abs(number) else ""
        way = f", which is {little}too {'large' if number > expected else 'small'}" if math.isfinite(number) else ""
        _fail(f"{name} is {number:.6g}{way}.", hint)


def raises(kind: type[BaseException], function: Callable, *args: Any, name: str, hint: str = "", **kwargs: Any) -> None:
    """Check that `function(*args, **kwargs)` raises `kind` (or a subclass of it).

    An answer that is not written yet raises NotImplementedError, which Python counts as a RuntimeError; this does not.
    Without a message it comes from the stub, and goes on to the verdict: not answered yet.
    """
    try:
        function(*args, **kwargs)
    except Exception as other:
        if kind is not NotImplementedError and isinstance(other, NotImplementedError) and not str(other):
            raise
        if isinstance(other, kind) and (kind is NotImplementedError or not isinstance(other, NotImplementedError)):
            return
        said = f"{type(other).__name__}: {_short(str(other))}".rstrip(".: ")
        _fail(f"{name} should raise {kind.__name__}, but raised {said}.", hint)
    _fail(f"{name} should raise {kind.__name__}, but raised nothing.", hint)


def that(condition: Any, message: str) -> None:
    """Check a plain condition. `message` is what the learner reads when it does not hold."""
    if not _plain(condition):
        _fail(message)


# --- helpers ------------------------------------------------------------------------------------------------------


def same_values(a: Tensor, b: Tensor) -> bool:
    """Whether two tensors of one shape and dtype hold exactly the same values; NaN equals NaN."""
    a, b = a.detach().cpu(), b.detach().cpu()
    return torch.equal(a, b) or bool(((a == b) | ((a != a) & (b != b))).all())


def _fail(problem: str, hint: str = "") -> None:
    raise CheckFailed(f"{problem} {hint}".strip()) from None


def _state_of(thing: Any, name: str) -> Mapping[str, Any]:
    if isinstance(thing, nn.Module):
        return thing.state_dict()
    if isinstance(thing, Mapping):
        return thing
    _fail(f"{name} should give a model or a state dict, but gave {_kind(thing)}.", _about_kind(thing))


def _mode(model: Any, training: bool, name: str, hint: str) -> None:
    a_model(model, name)
    wrong = [key or "the model itself" for key, m in model.named_modules() if m.training != training]
    if wrong:
        _fail(f"{name}: {_some(wrong)} is in {'evaluation' if training else 'training'} mode.", hint)


def _lies_on(actual: torch.device, wanted: torch.device) -> bool:
    return actual.type == wanted.type and wanted.index in (None, actual.index)


def _about_keys(missing: list[str], unexpected: list[Any]) -> str:
    if any(key.rpartition(".")[2] in ("running_mean", "running_var", "num_batches_tracked") for key in missing):
        return "Buffers belong to the state too: state_dict() has them, parameters() does not."
    if any(str(key).startswith(("module.", "_orig_mod.")) for key in unexpected):
        return "A wrapper put a prefix in front of every name."
    return "Was it another architecture?"


def _about_values(keys: list[str], model: Any) -> str:
    buffers = {key for key, _ in model.named_buffers()} if isinstance(model, nn.Module) else set()
    if buffers and set(keys) <= buffers:
        return "Those are buffers. Copying parameters() alone leaves them behind; load_state_dict copies both."
    return ""


def _about_kind(thing: Any) -> str:
    if thing is None:
        return "Is there a return statement?"
    if type(thing).__name__ == "_IncompatibleKeys":
        return "load_state_dict returns that report; it changes the model in place."
    if isinstance(thing, Mapping):
        return "torch.load returns a state dict; build the model and load it in."
    return ""


def _difference(actual: Any, expected: Any, name: str) -> str:
    """Say how two pieces of plain data differ, or return "" when they are equal."""
    value = _plain(actual)
    if torch.is_tensor(expected) and expected.dim() > 0:
        return _tensor_difference(actual, expected, name)
    expected = _plain(expected)
    if isinstance(expected, Mapping):
        if not isinstance(value, Mapping):
            return f"{name} should be a dict, but is {_kind(actual)}. {_about_kind(actual)}".strip()
        missing = [key for key in expected if key not in value]
        unexpected = [key for key in value if key not in expected]
        if missing:
            return f"{name} has no entry {_some(missing)}."
        if unexpected:
            return f"{name} has an entry too many: {_some(unexpected)}."
        return next(filter(None, (_difference(value[k], v, f"{name}[{k!r}]") for k, v in expected.items())), "")
    if isinstance(expected, (list, tuple)):
        kind = list if isinstance(expected, list) else tuple
        if not isinstance(value, kind):
            return f"{name} should be a {kind.__name__}, but is {_kind(actual)}. {_about_kind(actual)}".strip()
        if len(value) != len(expected):
            longer = len(value) > len(expected)
            return f"{name} has the wrong length: {len(value)}, which is too {'long' if longer else 'short'}."
        pairs = enumerate(zip(value, expected, strict=True))
        return next(filter(None, (_difference(a, e, f"{name}[{i}]") for i, (a, e) in pairs)), "")
    if not _same_kind(value, expected):
        said = f"{name} should be {_a(expected)}, but is {_kind(actual)}."
        return f"{said} {_about_kind(actual)}".strip()
    same = value == expected or (value != value and expected != expected)  # NaN equals NaN, as in a tensor
    return "" if same else f"{name} is {_short(repr(value))}, which is not right."


def _tensor_difference(actual: Any, expected: Tensor, name: str) -> str:
    if not torch.is_tensor(actual):
        return f"{name} should be a tensor, but is {_kind(actual)}."
    if actual.shape != expected.shape:
        return f"{name} has the wrong shape: {tuple(actual.shape)}."
    if actual.dtype != expected.dtype:
        return f"{name} has the wrong dtype: {actual.dtype}."
    if actual.is_meta:
        return f"{name} is on the meta device and holds no values."
    return "" if same_values(actual, expected) else f"{name} holds different values."


def _same_kind(value: Any, expected: Any) -> bool:
    if isinstance(expected, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(expected, bool)
    if isinstance(expected, numbers.Real):
        return isinstance(value, numbers.Real)
    if isinstance(expected, (set, frozenset)):
        return isinstance(value, (set, frozenset))
    if isinstance(expected, PurePath):
        return isinstance(value, PurePath)
    return isinstance(value, type(expected))


def _plain(value: Any) -> Any:
    """A 0-dim tensor or a numpy scalar as the Python value it holds."""
    if torch.is_tensor(value) and value.dim() == 0 and not value.is_meta:
        return value.item()
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == () and hasattr(value, "item"):
        return value.item()
    return value


def _a(expected: Any) -> str:
    if isinstance(expected, bool):
        return "True or False"
    if isinstance(expected, numbers.Real):
        return "a number"
    return "None" if expected is None else _article(type(expected).__name__)


def _kind(thing: Any) -> str:
    return "None" if thing is None else _article(type(thing).__name__)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"


def _some(keys: list[Any]) -> str:
    more = len(keys) - SHOWN
    return ", ".join(map(str, keys[:SHOWN])) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:117] + "…"
