"""Torch values on the trusted side: tensors from raw bytes, modules rebuilt from this side's own classes."""

from __future__ import annotations

import math
from typing import Any

import torch

from autograder.sealed import behaviour
from autograder.sealed.backends.backend import Reader, ValueDecoder
from autograder.sealed.backends.torch_arguments import make_sparse
from autograder.sealed.backends.torch_random import mersenne_of
from autograder.sealed.errors import MalformedReply

# Whole bytes of plain numbers. A tensor of another dtype (quantised, packed) cannot be made of raw bytes.
PLAIN = "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128"
PLAIN += " complex32 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu"
DTYPES = {name: getattr(torch, name) for name in PLAIN.split() if hasattr(torch, name)}
LAYOUTS = {name: name for name in ("sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc")}
NAMES = {
    name: value
    for name, value in vars(torch).items()
    if isinstance(value, torch.dtype | torch.layout | torch.memory_format)
}
DEVICES = {"cpu", "meta", "cuda", "mps"}
BLANK = frozenset(torch.nn.Module().__dict__)
PART = type(torch.nn.Module()._modules)  # a dict, or an OrderedDict in older versions


def _tensor(decoder: ValueDecoder, coded: Any, depth: int) -> torch.Tensor:
    dtype, shape = DTYPES[coded["d"]], coded["s"]
    if len(shape) > 64 or not all(type(size) is int and 0 <= size < 1 << 48 for size in shape):
        raise MalformedReply("the answer's tensor has an impossible shape")
    device, count = _device(str(coded["dev"])), math.prod(shape)
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
    tensor = decoder.seen[coded["k"]] = _finish(tensor, coded)
    if "grad" in coded:
        tensor.grad = decoder.value(coded["grad"], depth)
    return tensor


def _finish(tensor: torch.Tensor, coded: Any) -> torch.Tensor:
    if coded["p"]:
        return torch.nn.Parameter(tensor, requires_grad=bool(coded["g"]))
    return tensor.requires_grad_(True) if coded["g"] else tensor


def _tied(decoder: ValueDecoder, coded: Any, depth: int) -> torch.Tensor:
    """A tensor in the memory of one that came before, as tied entries of a state dict are."""
    first = decoder.seen[coded["to"]]
    if not isinstance(first, torch.Tensor):
        raise MalformedReply("the answer's tensor shares the memory of something else")
    tensor = decoder.seen[coded["k"]] = _finish(first.detach(), coded)
    return tensor


def _sparse(decoder: ValueDecoder, coded: Any, depth: int) -> torch.Tensor:
    layout, parts = getattr(torch, LAYOUTS[coded["layout"]]), [decoder.value(part, depth) for part in coded["parts"]]
    if not all(type(part) is torch.Tensor and part.layout == torch.strided for part in parts):
        raise MalformedReply("the answer's sparse tensor is made of something other than tensors")
    return make_sparse(layout, parts, [int(size) for size in coded["s"]]).requires_grad_(bool(coded["g"]))


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


def _module(decoder: ValueDecoder, coded: Any, depth: int) -> torch.nn.Module:
    """A module of a class that this side knows, without running its __init__ or the student's code."""
    kind = decoder.world.resolve(coded["c"], torch.nn.Module)
    done = kind.__new__(kind)
    torch.nn.Module.__init__(done)
    decoder.seen[coded["k"]] = done
    for key, item in coded["a"]:
        if key not in BLANK:
            behaviour.refuse_hiding(kind, str(key))
            done.__dict__[str(key)] = _attribute(decoder, item, depth)
    done.__dict__["training"] = bool(coded["training"])
    done.__dict__["_parameters"] = _part(decoder, coded["p"], depth, torch.nn.Parameter)
    done.__dict__["_buffers"] = _part(decoder, [item[:2] for item in coded["b"]], depth, torch.Tensor)
    done.__dict__["_modules"] = _part(decoder, coded["m"], depth, torch.nn.Module)
    done.__dict__["_non_persistent_buffers_set"] = {str(key) for key, _, kept in coded["b"] if not kept}
    return done


def _part(decoder: ValueDecoder, pairs: Any, depth: int, kind: type) -> dict:
    part: dict[str, Any] = PART()
    for key, item in pairs:
        value = None if item is None else decoder.value(item, depth)
        if value is not None and not isinstance(value, kind):
            raise MalformedReply(f"the answer's module has something else than a {kind.__name__} as {str(key)[:60]!r}")
        part[str(key)] = value
    return part


def _attribute(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    """An attribute of a module: data, or an activation by name. This side's class calls nothing of the answer's."""
    value = decoder.value(coded, depth)
    if decoder.world.handle_of(value) is not None:
        raise MalformedReply("the answer's module has an attribute that is no data")
    return value


def _generator(decoder: ValueDecoder, coded: Any, depth: int) -> torch.Generator:
    state, done = decoder.value(coded["v"], depth), torch.Generator()
    if mersenne_of(state) is None:
        raise MalformedReply("the answer sent an impossible random state (torch)")
    return done.set_state(state)


def _device(text: str) -> torch.device:
    device = torch.device(text)
    if device.type not in DEVICES:
        raise MalformedReply("the answer names a device that torch's users do not have")
    return device


READERS: dict[str, Reader] = {
    "tensor": _tensor,
    "tied": _tied,
    "sparse": _sparse,
    "nn": _module,
    "size": lambda decoder, coded, depth: torch.Size([int(size) for size in coded["v"]]),
    "torch": lambda decoder, coded, depth: NAMES[decoder.text(coded, 100)],
    "device": lambda decoder, coded, depth: _device(decoder.text(coded, 100)),
    "generator": _generator,
}
