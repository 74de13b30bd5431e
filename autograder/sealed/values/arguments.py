"""The wire in: arguments of a call, pickled on the trusted side, unpickled on the student's.

Unpickling is safe there, since the receiver is the side that nobody trusts. Names from setup cells travel
by name, student objects as the numbers of their handles. A function or class that a test cell defines carries
its code, with the values it uses: a student's process can read those.
"""

import collections
import ctypes
import functools
import importlib
import io
import marshal
import operator
import pickle
import sys
import types
from collections.abc import Callable

from autograder.sealed.values import code

NAMED = (type, types.FunctionType)
DATA = frozenset({dict, collections.OrderedDict, set, list})
CONTAINERS = (list, dict, set, bytearray, io.BytesIO, io.StringIO)


def pack(payload, bridge) -> tuple[bytes, list]:
    """Pickle a payload; returns the bytes and the mutable objects in it, whose changes will be copied back.

    bridge.proxy_kinds:      the kinds of the proxies that there are
    bridge.handle_of(obj):   the number of the student's object that a proxy stands for, or None
    bridge.callback_of(obj): a number by which the student side can iterate what cannot be pickled
    bridge.is_ours(obj):     does a setup cell define this class or function, so that the name is enough?
    """
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, bridge)
    pickler.dump(payload)
    # The pickler's memo has every object that it met, which spares a question about each, in persistent_id().
    mutable = [place for place in pickler.memo.copy().values() if _is_mutable(type(place[1]))]
    mutable.sort(key=operator.itemgetter(0))
    kinds = bridge.proxy_kinds
    found = [obj for _, obj in mutable if type(obj) not in kinds or bridge.handle_of(obj) is None]
    pickler.dump(found)  # the memo is shared: these are the very objects of the payload
    return buffer.getvalue(), found


def unpack(data: bytes, objects: Callable, callback: Callable, find: Callable) -> tuple[object, list]:
    """On the student side: the payload and its mutable objects, in the order of `pack`."""
    unpickler = _Unpickler(io.BytesIO(data), objects, callback, find)
    return unpickler.load(), unpickler.load()


class _Pickler(pickle.Pickler):
    def __init__(self, buffer, bridge):
        super().__init__(buffer, protocol=5)
        self.bridge, self.proxy_kinds = bridge, bridge.proxy_kinds
        self.storages: dict[int, object] = {}  # by address: what a tensor that shares it is made of

    def reducer_override(self, obj):
        kind = type(obj)
        if kind in self.proxy_kinds and (number := self.bridge.handle_of(obj)) is not None:
            return _handle, (number,)
        if isinstance(obj, NAMED) and self.bridge.is_ours(obj):
            return _named, (obj.__qualname__,)
        if kind in ITERATORS:
            return _callback, (self.bridge.callback_of(obj),)
        if "torch" in sys.modules:
            if kind in _plain_tensors():
                return self._tensor(obj)
            if _is_plain_module(kind):
                return _make_module, (kind,), _state_of_module(obj), None, None, _set_module
        if isinstance(obj, types.ModuleType):
            return importlib.import_module, (obj.__name__,)
        if isinstance(obj, types.FunctionType) and not self._by_name(obj):
            return code.carry_function(obj)
        if isinstance(obj, type) and not self._by_name(obj):
            return code.carry_class(obj)
        if isinstance(obj, types.CellType):
            return code.make_cell, (), code.cell_content(obj), None, None, code.set_cell
        if isinstance(obj, property):
            return property, (obj.fget, obj.fset, obj.fdel, obj.__doc__)
        if isinstance(obj, staticmethod | classmethod):
            return type(obj), (obj.__func__,)
        if isinstance(obj, types.MappingProxyType):
            return types.MappingProxyType, (dict(obj),)
        if isinstance(obj, _Storage):
            return _make_storage, (obj.size,)
        return NotImplemented

    def _by_name(self, obj) -> bool:
        if obj.__module__ == "__main__":
            return False
        found = sys.modules.get(obj.__module__)
        for part in obj.__qualname__.split("."):
            found = getattr(found, part, None)
        return found is obj

    def _tensor(self, tensor):
        import torch

        if tensor.layout != torch.strided or tensor.device.type not in ("cpu",) or tensor.is_quantized:
            return NotImplemented
        content = bytes_of(tensor)
        grad = tensor.grad if tensor.is_leaf else None
        state = (grad, dict(tensor.__dict__)) if grad is not None or tensor.__dict__ else None
        facts = (
            isinstance(tensor, torch.nn.Parameter),
            tensor.requires_grad,
            str(tensor.dtype).removeprefix("torch."),
            tuple(tensor.shape),
        )
        storage = tensor.untyped_storage()
        size, address = storage.nbytes(), storage.data_ptr()
        owner = self.storages.get(address) if size else None
        # All that is plain as one value of bytes, since the pickler asks about every part of a tuple.
        if owner is None and len(content) == size and tensor.is_contiguous():
            self.storages[address] = tensor
            return _make_tensor, (marshal.dumps(facts), content), state, None, None, _set_tensor
        # A view takes its own elements along, not the rest of its storage: the expected values may lie there.
        if owner is None:
            owner = self.storages[address] = _Storage(size)
        place = (tensor.storage_offset(), tensor.stride())
        return _make_view, (owner, marshal.dumps((*facts, *place)), content), state, None, None, _set_tensor


class _Unpickler(pickle.Unpickler):
    def __init__(self, buffer, objects, callback, find):
        super().__init__(buffer)
        self.find = find
        self.here = {"_handle": objects, "_callback": callback, "_named": find}

    def find_class(self, module, name):
        if module == "__main__":
            return self.find(name)
        if module == __name__:  # most of what is asked for; the usual way imports the module each time
            return self.here.get(name) or globals()[name]
        return super().find_class(module, name)


def _handle(number: int):
    """In a parcel: the student's object of this number. Only its name travels, as with the two below."""


def _callback(number: int):
    """In a parcel: the iterator of this number, which stays with the tests."""


def _named(name: str):
    """In a parcel: the class or function that a setup cell defines under this name."""


class _Storage:
    """The size in bytes of one tensor storage; tensors that share it share this token."""

    def __init__(self, size: int):
        self.size = size


ITERATORS = tuple(type(made) for made in (iter([]), iter(()), iter({}), map(len, []), zip(), filter(None, [])))
ITERATORS = frozenset([*ITERATORS, type(enumerate([])), type(iter(range(0))), types.GeneratorType])


@functools.cache
def _is_mutable(kind: type) -> bool:
    if issubclass(kind, CONTAINERS):
        return True
    if issubclass(kind, type | types.FunctionType | types.ModuleType | types.BuiltinFunctionType):
        return False
    if "torch" in sys.modules and issubclass(kind, sys.modules["torch"].Tensor):
        return True
    if "numpy" in sys.modules and issubclass(kind, sys.modules["numpy"].ndarray):
        return True
    return kind.__dictoffset__ != 0 and not issubclass(kind, BaseException | _Storage)


@functools.cache
def _plain_tensors():
    import torch

    return (torch.Tensor, torch.nn.Parameter)


def _make_storage(size: int):
    import torch

    return torch.zeros(size, dtype=torch.uint8, device="cpu")


def bytes_of(tensor) -> bytes:
    """The elements of a strided tensor on the CPU."""
    own = tensor if tensor.is_contiguous() else _once(tensor.detach())
    try:
        return own.numpy(force=True).tobytes()
    except TypeError:  # numpy has no bfloat16, and no eight-bit floats
        return own.detach().contiguous().reshape(-1).view(sys.modules["torch"].uint8).numpy().tobytes()


def _once(tensor):
    """The tensor with every element of memory once: of an expanded dimension, the first position."""
    for dim, step in enumerate(tensor.stride()):
        tensor = tensor.narrow(dim, 0, 1) if step == 0 and tensor.shape[dim] > 1 else tensor
    return tensor


def _make_tensor(facts: bytes, content: bytes):
    """A tensor that fills its storage."""
    import torch

    is_parameter, requires_grad, dtype, shape = marshal.loads(facts)
    tensor = torch.empty(shape, dtype=getattr(torch, dtype), device="cpu")
    ctypes.memmove(tensor.data_ptr(), content, len(content))
    return _finish(tensor, is_parameter, requires_grad)


def _make_view(owner, facts: bytes, content: bytes):
    """A tensor in the storage of another one."""
    import torch

    is_parameter, requires_grad, name, shape, offset, stride = marshal.loads(facts)
    dtype = getattr(torch, name)
    tensor = torch.empty(0, dtype=dtype, device="cpu").set_(owner.untyped_storage(), offset, shape, stride)
    if content:
        place = _once(tensor)
        place.copy_(torch.frombuffer(bytearray(content), dtype=dtype).reshape(place.shape))
    return _finish(tensor, is_parameter, requires_grad)


def _finish(tensor, is_parameter: bool, requires_grad: bool):
    if is_parameter:
        return sys.modules["torch"].nn.Parameter(tensor, requires_grad)
    return tensor.requires_grad_(requires_grad) if requires_grad else tensor


def _set_tensor(tensor, state) -> None:
    tensor.grad, attributes = state
    tensor.__dict__.update(attributes)


@functools.cache
def _is_plain_module(kind: type) -> bool:
    """Is this a module class that is pickled by its attributes, and nothing else?"""
    module = sys.modules["torch"].nn.Module
    if not issubclass(kind, module):
        return False
    own = ("__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__")
    own += ("__slots__", "__new__")
    return not any(name in vars(base) for base in kind.__mro__ if base not in (module, object) for name in own)


def _state_of_module(module) -> dict:
    """A module's attributes without the many that are empty in nearly every module."""
    return {key: value for key, value in vars(module).items() if key not in _blank() or key == "training" or value}


@functools.cache
def _blank() -> dict:
    return vars(sys.modules["torch"].nn.Module())


def _make_module(kind: type):
    made = kind.__new__(kind)
    sys.modules["torch"].nn.Module.__init__(made)
    return made


def _set_module(module, state) -> None:
    vars(module).update(state)
