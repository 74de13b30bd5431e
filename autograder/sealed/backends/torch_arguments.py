"""Torch values as arguments of a call: pickled on the tests' side, unpickled on the answer's."""

from __future__ import annotations

import marshal
from typing import Any

import torch
from torch import nn

from autograder.sealed.backends.torch_random import without_seed
from autograder.sealed.cache import cache

PLAIN_TENSORS = (torch.Tensor, nn.Parameter)
BLANK = nn.Module().__dict__
# A module class with one of these decides itself how it is pickled.
OWN_PICKLING = {"__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__"}
OWN_PICKLING |= {"__slots__", "__new__"}


def reduce(value: Any, pickler: Any) -> Any:
    """What a pickler's reducer_override returns for a tensor, a generator or a module, or NotImplemented.

    pickler.storages: by address, what a tensor that shares that storage is made of
    """
    if type(value) in PLAIN_TENSORS:
        return _reduce_tensor(value, pickler.storages)
    if type(value) is torch.Generator and value.device.type == "cpu":
        return _make_generator, (without_seed(value.get_state()).numpy().tobytes(),)
    if isinstance(value, nn.Module) and _is_plain_module(type(value)):
        return _make_module, (type(value),), _state_of_module(value), None, None, _set_module
    return NotImplemented


def facts(value: Any) -> object:
    """All that can change of a plain tensor; None for any other."""
    plain = (
        type(value) in PLAIN_TENSORS
        and value.layout == torch.strided
        and value.device.type == "cpu"
        and not value.is_quantized
        and not (value.is_leaf and value.grad is not None)
    )
    return (value.dtype, value.shape, value.stride(), value.requires_grad, bytes_of(value)) if plain else None


def bytes_of(tensor: torch.Tensor) -> bytes:
    """The elements of a strided tensor on the CPU."""
    own = tensor if tensor.is_contiguous() else _once(tensor.detach())
    try:
        return own.numpy(force=True).tobytes()
    except TypeError:  # numpy has no bfloat16, and no eight-bit floats
        return own.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()


def parts_of_sparse(tensor: torch.Tensor) -> list[torch.Tensor]:
    """What a sparse tensor is made of: its indices, in one part or two, and its values. TypeError for other layouts."""
    if tensor.layout == torch.sparse_coo:
        plain = tensor.detach().coalesce()
        return [plain.indices(), plain.values()]
    if tensor.layout in (torch.sparse_csr, torch.sparse_bsr):
        return [tensor.crow_indices(), tensor.col_indices(), tensor.detach().values()]
    if tensor.layout in (torch.sparse_csc, torch.sparse_bsc):
        return [tensor.ccol_indices(), tensor.row_indices(), tensor.detach().values()]
    raise TypeError(f"a tensor of the layout {tensor.layout}")


def make_sparse(layout: torch.layout, parts: list[torch.Tensor], size: list[int]) -> torch.Tensor:
    """The sparse tensor of these parts, which are checked. Raises RuntimeError or TypeError."""
    if layout == torch.sparse_coo:
        indices, values = parts
        return torch.sparse_coo_tensor(indices, values, size, check_invariants=True, is_coalesced=True)
    outer, inner, values = parts
    return torch.sparse_compressed_tensor(outer, inner, values, size, layout=layout, check_invariants=True)


def _reduce_tensor(tensor: torch.Tensor, storages: dict[int, Any]) -> Any:
    if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.is_quantized:
        return NotImplemented
    content = bytes_of(tensor)
    grad = tensor.grad if tensor.is_leaf else None
    state = (grad, dict(tensor.__dict__)) if grad is not None or tensor.__dict__ else None
    about = (
        isinstance(tensor, nn.Parameter),
        tensor.requires_grad,
        str(tensor.dtype).removeprefix("torch."),
        tuple(tensor.shape),
    )
    storage = tensor.untyped_storage()
    size, address = storage.nbytes(), storage.data_ptr()
    owner = storages.get(address) if size else None
    # All that is plain as one value of bytes, since the pickler asks about every part of a tuple.
    if owner is None and len(content) == size and tensor.is_contiguous():
        storages[address] = tensor
        return _make_tensor, (marshal.dumps(about), content), state, None, None, _set_tensor
    # A view takes its own elements along, not the rest of its storage: the expected values may lie there.
    if owner is None:
        owner = storages[address] = Storage(size)
    place: tuple[Any, ...] = (tensor.storage_offset(), tensor.stride())
    return _make_view, (owner, marshal.dumps((*about, *place)), content), state, None, None, _set_tensor


class Storage:
    """The size in bytes of one tensor storage; tensors that share it share this token."""

    def __init__(self, size: int):
        self.size = size

    def __reduce__(self) -> tuple:
        return _make_storage, (self.size,)


def _once(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor with every element of memory once: of an expanded dimension, the first position."""
    for dim, step in enumerate(tensor.stride()):
        tensor = tensor.narrow(dim, 0, 1) if step == 0 and tensor.shape[dim] > 1 else tensor
    return tensor


@cache
def _is_plain_module(kind: type) -> bool:
    """Is this a module class that is pickled by its attributes, and nothing else?"""
    own = [base for base in kind.__mro__ if base not in (nn.Module, object)]
    return not any(name in vars(base) for base in own for name in OWN_PICKLING)


def _state_of_module(module: nn.Module) -> dict:
    """A module's attributes without the many that are empty in nearly every module."""
    return {key: value for key, value in vars(module).items() if key not in BLANK or key == "training" or value}


# On the answer's side.


def _make_generator(state: bytes) -> torch.Generator:
    return torch.Generator().set_state(torch.frombuffer(bytearray(state), dtype=torch.uint8))


def _make_storage(size: int) -> torch.Tensor:
    return torch.zeros(size, dtype=torch.uint8, device="cpu")


def _make_tensor(about: bytes, content: bytes) -> torch.Tensor:
    """A tensor that fills its storage."""
    is_parameter, requires_grad, dtype, shape = marshal.loads(about)
    tensor = torch.empty(shape, dtype=getattr(torch, dtype), device="cpu")
    if content:
        tensor.copy_(torch.frombuffer(bytearray(content), dtype=tensor.dtype).reshape(shape))
    return _finish(tensor, is_parameter, requires_grad)


def _make_view(owner: torch.Tensor, about: bytes, content: bytes) -> torch.Tensor:
    """A tensor in the storage of another one."""
    is_parameter, requires_grad, name, shape, offset, stride = marshal.loads(about)
    dtype = getattr(torch, name)
    tensor = torch.empty(0, dtype=dtype, device="cpu").set_(owner.untyped_storage(), offset, shape, stride)
    if content:
        place = _once(tensor)
        place.copy_(torch.frombuffer(bytearray(content), dtype=dtype).reshape(place.shape))
    return _finish(tensor, is_parameter, requires_grad)


def _finish(tensor: torch.Tensor, is_parameter: bool, requires_grad: bool) -> torch.Tensor:
    if is_parameter:
        return nn.Parameter(tensor, requires_grad)
    return tensor.requires_grad_(requires_grad) if requires_grad else tensor


def _set_tensor(tensor: torch.Tensor, state: tuple) -> None:
    tensor.grad, attributes = state
    tensor.__dict__.update(attributes)


def _make_module(kind: type[nn.Module]) -> nn.Module:
    made = kind.__new__(kind)
    nn.Module.__init__(made)
    return made


def _set_module(module: nn.Module, state: dict) -> None:
    vars(module).update(state)
