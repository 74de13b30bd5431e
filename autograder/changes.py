"""Which arguments of a call did an answer change? Found on the student's side, and sent back to the tests.

Most arguments are compared by the identity of their parts, each part being an argument itself or a value that cannot
change. What is left is compared by its encoding, which takes longer.
"""

import collections
import sys
import types

from autograder import parcel
from autograder.values_out import Encoder

FIXED = frozenset({type(None), bool, int, float, complex, str, bytes, range, type(...)})
CODE = (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)
BOXES = frozenset({dict, collections.OrderedDict, list})


class Arguments:
    """The mutable arguments of one call, as they were before it."""

    def __init__(self, world, values: list):
        self.world, self.values = world, values
        self.refs = {id(value): number for number, value in enumerate(values)}
        self.before = [self._picture(value) for value in values]

    def changes(self, encoder: Encoder) -> list:
        """Of each changed argument: its number, and its new content or its new and removed attributes."""
        changes = []
        for number, (value, before) in enumerate(zip(self.values, self.before, strict=True)):
            if not _is_plain(value):
                change = self._changed_attributes(before, vars(value), encoder)
            else:
                change = None if self._same(before, value) else {"content": encoder.content(value)}
            if change is not None:
                changes.append([number, change])
        return changes

    def _picture(self, value):
        if not _is_plain(value):
            return {key: self._part(item) for key, item in vars(value).items()}
        if type(value) in BOXES and all(map(self._is_still, parts := _parts(value))):
            return parts
        if _is_plain_tensor(value):
            return _facts(value)
        return self._coded(value, Encoder.content)

    def _same(self, before, value) -> bool:
        if type(before) is list:
            now = _parts(value)
            return len(now) == len(before) and all(map(self._is_same, before, now))
        if type(before) is tuple:
            return _is_plain_tensor(value) and _facts(value) == before
        return before == self._coded(value, Encoder.content)

    def _changed_attributes(self, before: dict, now: dict, encoder: Encoder) -> dict | None:
        changed = [
            [key, encoder.encode(item)]
            for key, item in now.items()
            if key not in before or not self._is_same_part(before[key], item)
        ]
        removed = [key for key in before if key not in now]
        return {"attributes": changed, "removed": removed} if changed or removed else None

    def _part(self, item) -> tuple:
        return item, None if self._is_still(item) else self._coded(item, Encoder.encode)

    def _is_same_part(self, before: tuple, now) -> bool:
        item, coded = before
        return self._is_same(item, now) if coded is None else coded == self._coded(now, Encoder.encode)

    def _is_same(self, before, now) -> bool:
        return before is now and self._is_still(now)

    def _is_still(self, item) -> bool:
        """Does looking at this part itself say nothing that is not looked at elsewhere?"""
        kind = type(item)
        return (
            kind in FIXED
            or id(item) in self.refs
            or (kind in parcel.DATA and not item)
            or isinstance(item, CODE)
            or (isinstance(item, tuple) and all(map(self._is_still, item)))
        )

    def _coded(self, value, encode) -> dict:
        encoder = Encoder(self.world, self.refs, copy=True)
        return {"json": encode(encoder, value), "bytes": encoder.chunks}


def _is_plain(value) -> bool:
    """Is this argument its content, rather than its attributes?"""
    if isinstance(value, parcel.CONTAINERS):
        return type(value).__module__ in ("builtins", "collections", "_io", "io")
    return type(value).__module__ in ("torch", "numpy", "torch.nn.parameter")


def _parts(value) -> list:
    """Everything in a dict or list, in order, and an OrderedDict's attributes: a state dict has versions there."""
    if type(value) is list:
        return list(value)
    attributes = getattr(value, "__dict__", {})
    return [*value.keys(), *value.values(), *attributes.keys(), *attributes.values()]


def _is_plain_tensor(value) -> bool:
    torch = sys.modules.get("torch")
    return (
        torch is not None
        and type(value) in (torch.Tensor, torch.nn.Parameter)
        and value.layout == torch.strided
        and value.device.type == "cpu"
        and not value.is_quantized
        and not (value.is_leaf and value.grad is not None)
    )


def _facts(tensor) -> tuple:
    return tensor.dtype, tensor.shape, tensor.stride(), tensor.requires_grad, parcel.bytes_of(tensor)
