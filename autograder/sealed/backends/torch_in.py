"""Torch values on the trusted side: tensors from raw bytes, modules rebuilt from this side's own classes."""

import math

import torch

from autograder.sealed.backends.random_states import check_states
from autograder.sealed.errors import MalformedReply

DTYPES = {str(kind).removeprefix("torch."): kind for kind in vars(torch).values() if isinstance(kind, torch.dtype)}
NAMES = {
    name: value
    for name, value in vars(torch).items()
    if isinstance(value, torch.dtype | torch.layout | torch.memory_format)
}
BLANK = frozenset(torch.nn.Module().__dict__)
PART = type(torch.nn.Module()._modules)  # a dict, or an OrderedDict in older versions
REFUSED_MODULES = ("torch.fx", "torch.jit", "torch.package", "torch.ao", "torch._")


def _tensor(decoder, coded, depth):
    dtype, shape = DTYPES[coded["d"]], coded["s"]
    if len(shape) > 64 or not all(type(size) is int and 0 <= size < 1 << 48 for size in shape):
        raise MalformedReply("the answer's tensor has an impossible shape")
    device, count = torch.device(str(coded["dev"])), math.prod(shape)
    if device.type == "meta":
        tensor = torch.empty(shape, dtype=dtype, device="meta")
    else:
        data = decoder.bytes_of(coded)
        if len(data) != count * dtype.itemsize:
            raise MalformedReply("the answer's tensor has more or fewer numbers than its shape says")
        tensor = _from_bytes(data, dtype).reshape(shape)
        if "t" in coded:
            tensor = _strided(tensor, coded["t"])
        if device.type != "cpu":
            tensor = tensor.to(device)
    if coded["p"]:
        tensor = torch.nn.Parameter(tensor, requires_grad=bool(coded["g"]))
    elif coded["g"]:
        tensor.requires_grad_(True)
    decoder.seen[coded["k"]] = tensor
    if "grad" in coded:
        tensor.grad = decoder.value(coded["grad"], depth)
    return tensor


def _from_bytes(data: bytearray, dtype: torch.dtype) -> torch.Tensor:
    if not data:
        return torch.empty(0, dtype=dtype)
    if dtype is torch.bool:  # any byte may come; only 0 and 1 are booleans
        return torch.frombuffer(data, dtype=torch.uint8) != 0
    return torch.frombuffer(data, dtype=dtype)


def _strided(tensor: torch.Tensor, stride: list) -> torch.Tensor:
    reach = 1 + sum((size - 1) * step for size, step in zip(tensor.shape, stride, strict=True))
    if reach != tensor.numel() or not all(type(step) is int and step > 0 for step in stride):
        raise MalformedReply("the answer's tensor has impossible strides")
    done = torch.empty_strided(tensor.shape, stride, dtype=tensor.dtype)
    return done.copy_(tensor)


def _module(decoder, coded, depth):
    """A module of a class that this side knows, without running its __init__ or the student's code."""
    kind = decoder.world.resolve(coded["c"], torch.nn.Module)
    if kind.__module__.startswith(REFUSED_MODULES):
        raise MalformedReply(f"the answer returned a {kind.__name__}, which the tests cannot rebuild")
    done = kind.__new__(kind)
    torch.nn.Module.__init__(done)
    decoder.seen[coded["k"]] = done
    for key, item in coded["a"]:
        if key not in BLANK:
            done.__dict__[str(key)] = _attribute(decoder.value(item, depth))
    done.__dict__["training"] = bool(coded["training"])
    done.__dict__["_parameters"] = _part(decoder, coded["p"], depth, torch.nn.Parameter)
    done.__dict__["_buffers"] = _part(decoder, [item[:2] for item in coded["b"]], depth, torch.Tensor)
    done.__dict__["_modules"] = _part(decoder, coded["m"], depth, torch.nn.Module)
    done.__dict__["_non_persistent_buffers_set"] = {str(key) for key, _, kept in coded["b"] if not kept}
    return done


def _part(decoder, pairs, depth, kind) -> dict:
    part = PART()
    for key, item in pairs:
        value = None if item is None else decoder.value(item, depth)
        if value is not None and not isinstance(value, kind):
            raise MalformedReply(f"the answer's module has something else than a {kind.__name__} as {str(key)[:60]!r}")
        part[str(key)] = value
    return part


def _attribute(value):
    """Functions as attributes only where a module usually has one: an activation."""
    if not callable(value) or isinstance(value, torch.nn.Module | torch.Tensor):
        return value
    home = getattr(value, "__module__", None)
    if home == "__main__" or home in ("torch.nn.functional", "torch._C._nn", "math"):
        return value
    if getattr(torch, getattr(value, "__name__", ""), None) is value and not hasattr(value, "__code__"):
        return value
    raise MalformedReply("the answer's module carries a function that the tests cannot accept")


def _generator(decoder, coded, depth):
    state, done = decoder.value(coded["v"], depth), torch.Generator()
    check_states({"torch": state})
    done.set_state(state)
    return done


READERS = {
    "tensor": _tensor,
    "nn": _module,
    "size": lambda decoder, coded, depth: torch.Size([int(size) for size in coded["v"]]),
    "torch": lambda decoder, coded, depth: NAMES[decoder.text(coded, 100)],
    "device": lambda decoder, coded, depth: torch.device(decoder.text(coded, 100)),
    "generator": _generator,
}
