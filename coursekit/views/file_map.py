"""What is inside a checkpoint file, member by member. Nothing in the file is ever run."""

from __future__ import annotations

import io
import math
import pickle
import zipfile
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.ticker import NullLocator

from coursekit.views.palette import BLUE, GREY, INK, VERMILLION, tint
from coursekit.views.picture import LINE, SMALL, Picture, shortened, styled, wrapped
from coursekit.views.values import bytes_words, shape_words
from coursekit.views.view import View

ROWS = 16  #: members drawn
NO_MEMBERS = "Only a zip archive has members. There is nothing to map here."
LARGEST_PICKLE = 64 * 1024**2  #: bytes; the list of contents of a real checkpoint is far smaller
LEGACY = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."  # a pickle of torch's magic number
DTYPES = {
    "FloatStorage": "float32",
    "DoubleStorage": "float64",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
}
ROLES = {
    "data.pkl": "the list of contents: keys, shapes, storages",
    "version": "version of the file format",
    "byteorder": "order of the bytes in a number",
    ".format_version": "version of the storages' layout",
    ".storage_alignment": "storages begin at multiples of this many bytes",
    ".data/serialization_id": "a number made from the contents",
}


@dataclass(frozen=True)
class Member:
    """One member of the zip archive."""

    name: str  #: without the folder that all members share
    size: int  #: bytes
    holds: tuple[str, ...]  #: the tensors whose values lie here, or what the member is for

    @property
    def is_storage(self) -> bool:
        return self.name.startswith("data/")


@dataclass(frozen=True)
class FileMap:
    """A checkpoint file as it lies on the disk."""

    name: str
    size: int  #: bytes
    kind: str  #: in words
    members: tuple[Member, ...]  #: in the order of the archive; empty when the file is not a zip archive


def draw_file(path: str | Path, member: int | None = None) -> Picture:
    """Draw the members of a checkpoint file, their sizes, and the tensors in them; `member` marks one of them.

    A file in the format from before torch 1.6 has no members: the picture says so.
    """
    return _draw(file_map(path), member)


def show_file(path: str | Path) -> View:
    """The same, as a widget with a list of the members."""
    found = file_map(path)
    frames = [(f"{found.name}, {bytes_words(found.size)}", _draw(found, None))]
    frames += [(f"{m.name}, {bytes_words(m.size)}", _draw(found, i)) for i, m in enumerate(found.members[:ROWS])]
    return View(frames[0][1], frames, "Part of the file")


def file_map(path: str | Path) -> FileMap:
    """Read the directory of the archive, and its list of contents without building any object of it.

    Source: torch.serialization._save: a zip archive with `data.pkl`, and one member `data/<key>` per storage; the
    pickle names a storage by the persistent id ("storage", type, key, location, number of elements).
    """
    path = Path(path)
    size = path.stat().st_size
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            legacy = file.read(len(LEGACY)) == LEGACY
        kind = (
            "one stream of pickles, the legacy format from before torch 1.6"
            if legacy
            else "neither a zip archive nor a torch file"
        )
        return FileMap(path.name, size, kind, ())
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        pickles = [info for info in infos if info.filename.endswith("/data.pkl")]
        tensors = _tensors(archive, pickles[0]) if len(pickles) == 1 else {}
        root = pickles[0].filename.removesuffix("data.pkl") if len(pickles) == 1 else ""
    names = [info.filename.removeprefix(root) for info in infos]
    members = [
        Member(name, info.file_size, tuple(tensors.get(name, ())) or ((ROLES[name],) if name in ROLES else ()))
        for name, info in zip(names, infos, strict=True)
    ]
    return FileMap(
        path.name, size, "a zip archive" if pickles else "a zip archive, but not one from torch.save", tuple(members)
    )


def alt_text(found: FileMap, marked: int | None) -> str:
    """Name the members with their sizes and what they hold."""
    said = [f"The file {found.name}, {bytes_words(found.size)}, is {found.kind}."]
    if not found.members:
        said.append(NO_MEMBERS)
    for member in found.members[:ROWS]:
        said.append(
            f"{member.name}: {bytes_words(member.size)}{', ' if member.holds else ''}{'; '.join(member.holds)}."
        )
    if len(found.members) > ROWS:
        said.append(f"And {len(found.members) - ROWS} more members.")
    if marked is not None:
        said.append(f"Marked: {found.members[marked].name}.")
    return " ".join(said)


# --- the list of contents, read as data ---------------------------------------------------------------------------


class _Inert:
    """Stands for whatever the pickle wants to import. It can be made, called and filled, and does nothing."""

    args: tuple = ()  #: what it was made from or filled with

    def __init__(self, *args: Any, **kwargs: Any):
        self.args = args

    def __call__(self, *args: Any, **kwargs: Any) -> _Inert:
        return _Inert(*args)

    def __setstate__(self, state: Any) -> None:
        self.args = (state,)

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def append(self, value: Any) -> None:
        pass

    def extend(self, values: Any) -> None:
        pass


class _Tensor(_Inert):
    """A call of torch._utils._rebuild_tensor_v2(storage, offset, size, stride, …), not carried out."""


class _Contents(pickle.Unpickler):
    """Builds containers only. Every other class or function of the pickle becomes a stand-in, so nothing is run."""

    def find_class(self, module: str, name: str) -> type:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        return type(name, (_Tensor if name.startswith("_rebuild_tensor") else _Inert,), {})

    def persistent_load(self, pid: Any) -> Any:
        return pid


def _tensors(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> dict[str, list[str]]:
    """Member name → words about the tensors in it; empty when the list of contents cannot be read."""
    if info.file_size > LARGEST_PICKLE:
        return {}
    try:
        contents = _Contents(io.BytesIO(archive.read(info))).load()
        walked = list(_walk(contents, "", set()))
    except Exception:  # a damaged or hostile pickle can fail in any way; the map then shows sizes alone
        return {}
    found = defaultdict(list)
    for key, tensor in walked:
        try:
            (_, kind, storage, *_), _, size, *_ = tensor.args
            found[f"data/{storage}"].append(f"{key}, {shape_words(size)} ({DTYPES.get(kind.__name__, kind.__name__)})")
        except (TypeError, ValueError, AttributeError):
            continue
    return found


def _walk(thing: Any, name: str, seen: set[int]) -> Iterator[tuple[str, _Tensor]]:
    """Every tensor in nested containers, with the keys that lead to it, joined by " › ". No container twice."""
    if isinstance(thing, _Tensor):
        yield name or "the tensor", thing
        return
    if not isinstance(thing, dict | list | tuple | _Inert) or id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, _Inert):  # a parameter is made from its tensor, a module is filled with a dict
        yield from _walk(thing.args[0] if thing.args else None, name, seen)
        return
    for key, value in dict.items(thing) if isinstance(thing, dict) else enumerate(thing):
        yield from _walk(value, f"{name} › {key}" if name else str(key), seen)


# --- drawing ------------------------------------------------------------------------------------------------------


@styled
def _draw(found: FileMap, marked: int | None) -> Picture:
    shown = found.members[:ROWS]
    height = 1.35 + 0.4 * max(1, len(shown))
    picture = Picture(height, alt_text(found, marked))
    title = wrapped(f"{found.name}: {bytes_words(found.size)}, {found.kind}", 60)
    picture.text(0.02, 1 - 0.1 / height, title, weight="bold", fontsize=9.5, va="top")
    if not shown:
        picture.text(0.02, 0.3, NO_MEMBERS, color=GREY)
        return picture
    # Narrower than the picture: the last number may stand at the very end, and half of it beyond.
    axes = picture.add_axes((0.02, 0.8 / height, 0.93, 0.4 * len(shown) / height))
    for row, member in enumerate(shown):
        here = row == marked
        colour = BLUE if member.is_storage else VERMILLION
        axes.barh(
            row + 0.22, max(member.size, 1) - 0.5, left=0.5, color=tint(colour, 0.5),
            hatch="" if member.is_storage else "///",
            edgecolor=INK if here else GREY, linewidth=1.8 if here else 0.6, height=0.3,
        )  # fmt: skip
        words = "; ".join(member.holds) or ("no tensor found for it" if member.is_storage else "")
        label = f"{shortened(member.name, 24)}, {bytes_words(member.size)}" + (f" · {words}" if words else "")
        label = label if len(label) <= LINE else f"{label[: LINE - 1]}…"
        weight = "bold" if here else "normal"
        axes.text(0, row - 0.2, label, transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL, weight=weight)
    largest = 2 * max(m.size for m in shown) + 2
    axes.set(xscale="log", xlim=(0.5, largest), ylim=(len(shown) - 0.5, -0.5), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_minor_locator(NullLocator())
    tens = range(0, int(math.log10(largest)) + 1, 1 if largest < 1e5 else 3)
    axes.set_xticks([10**ten for ten in tens], [f"{10**ten:,}" for ten in tens])
    axes.set_xlabel("size (bytes, logarithmic)")
    more = len(found.members) - len(shown)
    words = "plain bar: values of tensors · hatched bar: all else" + (f" · and {more} more members" if more else "")
    picture.text(0.02, 0.1 / height, words, fontsize=SMALL, color=GREY)
    return picture
