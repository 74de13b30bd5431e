"""Torch values on the student side: tensors as raw bytes, modules of known classes part by part."""

from __future__ import annotations

from typing import Any

import torch

from autograder.sealed.backends.backend import ValueEncoder
from autograder.sealed.backends.torch_arguments import bytes_of, parts_of_sparse
from autograder.sealed.errors import CannotCarry

BLANK = torch.nn.Module().__dict__.keys()
SPARSE = (torch.sparse_coo, torch.sparse_csr, torch.sparse_csc, torch.sparse_bsr, torch.sparse_bsc)
PARTS = {"_parameters", "_buffers", "_modules", "_non_persistent_buffers_set", "training"}


def encode(encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
    """The JSON of a torch value; None when it is none, or cannot travel by value."""
    if isinstance(value, torch.Tensor):
        return encoder.attempt(lambda: _tensor(encoder, value, depth))
    if isinstance(value, torch.nn.Module):
        return encoder.attempt(lambda: _module(encoder, value, depth))
    if isinstance(value, torch.Size):
        return {"$": "size", "v": list(value)}
    if isinstance(value, torch.dtype | torch.layout | torch.memory_format):
        return {"$": "torch", "v": str(value).removeprefix("torch.")}
    if isinstance(value, torch.device):
        return {"$": "device", "v": str(value)}
    if type(value) is torch.Generator and value.device.type == "cpu":
        return {"$": "generator", "v": _tensor(encoder, value.get_state(), depth)}
    return None


def _tensor(encoder: ValueEncoder, value: torch.Tensor, depth: int) -> dict:
    if id(value) in encoder.seen:
        return {"$": "seen", "v": encoder.seen[id(value)]}
    if value.layout in SPARSE and type(value) is torch.Tensor:
        parts = [_tensor(encoder, part, depth) for part in parts_of_sparse(value)]
        about = {"layout": str(value.layout).removeprefix("torch."), "s": list(value.shape), "g": value.requires_grad}
        return {"$": "sparse", "parts": parts, "number": encoder.number(value), **about}
    plain = value.detach().as_subclass(torch.Tensor)
    if plain.layout != torch.strided or plain.is_quantized or isinstance(value, torch.nn.UninitializedParameter):
        raise CannotCarry
    grad = value.grad if value.is_leaf else None
    place = plain.data_ptr() if plain.device.type == "cpu" else 0
    if place in encoder.memory and grad is None and _is_same_memory(plain, encoder.memory[place]):
        first = encoder.seen[id(encoder.memory[place])]
        about = {"k": encoder.number(value), "g": value.requires_grad, "p": isinstance(value, torch.nn.Parameter)}
        return {"$": "tied", "to": first} | about
    done = {
        "$": "tensor",
        "k": encoder.number(value),
        "d": str(plain.dtype).removeprefix("torch."),
        "s": list(plain.shape),
        "g": value.requires_grad,
        "p": isinstance(value, torch.nn.Parameter),
        "dev": str(plain.device),
    }
    if place:
        encoder.memory.setdefault(place, value)
    if not plain.is_contiguous() and _dense(plain):
        done["t"] = list(plain.stride())
    if plain.device.type == "cpu" and plain.is_contiguous():
        done |= encoder.blob(bytes_of(plain))
    elif plain.device.type != "meta":
        flat = plain.cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
        done |= encoder.blob(flat.view(torch.uint8).numpy())
    if grad is not None:
        done["grad"] = _tensor(encoder, grad, depth)
    return done


def _is_same_memory(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Of two tensors that begin at the same place: are they the same elements in the same order?"""
    return one.dtype == other.dtype and one.shape == other.shape and one.stride() == other.stride() and one.numel() > 0


def _module(encoder: ValueEncoder, value: torch.nn.Module, depth: int) -> dict:
    if id(value) in encoder.seen:
        return {"$": "seen", "v": encoder.seen[id(value)]}
    name = encoder.world.name_of(type(value))
    if not name or depth > 40:
        raise CannotCarry
    attributes = vars(value)
    for key in BLANK - PARTS:
        # Hooks are functions, and would be lost.
        if attributes.get(key) and not isinstance(attributes[key], bool):
            raise CannotCarry
    number = encoder.number(value)
    extra = {key: item for key, item in attributes.items() if key not in BLANK}
    transient = attributes["_non_persistent_buffers_set"]
    return {
        "$": "nn",
        "k": number,
        "c": name,
        "training": bool(value.training),
        "p": [[key, _inner(encoder, item, depth)] for key, item in attributes["_parameters"].items()],
        "b": [
            [key, _inner(encoder, item, depth), key not in transient] for key, item in attributes["_buffers"].items()
        ],
        "m": [[key, _inner(encoder, item, depth)] for key, item in attributes["_modules"].items()],
        "a": [[key, encoder.encode(item, depth + 1)] for key, item in extra.items()],
    }


def _inner(encoder: ValueEncoder, item: Any, depth: int) -> dict | None:
    if item is None:
        return None
    if id(item) in encoder.refs:
        return {"$": "ref", "v": encoder.refs[id(item)]}
    if isinstance(item, torch.Tensor):
        return _tensor(encoder, item, depth + 1)
    return _module(encoder, item, depth + 1)


def _dense(tensor: torch.Tensor) -> bool:
    reach = 1 + sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride(), strict=True))
    return tensor.numel() > 0 and reach == tensor.numel() and min(tensor.stride(), default=1) > 0
