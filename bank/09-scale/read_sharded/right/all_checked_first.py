"""Checks all paths first, then all files, and collects what is wrong."""

from json import load as read_json
from pathlib import Path

import safetensors.torch as st


def read_sharded(index):
    index = Path(index).absolute()
    with index.open() as file:
        where = read_json(file)["weight_map"]
    names = dict.fromkeys(where.values())
    outside = [n for n in names if index.parent.resolve() not in (index.parent / n).resolve().parents]
    if outside:
        raise ValueError("These names lead out of the folder: " + ", ".join(outside))
    lost = [n for n in names if not (index.parent / n).is_file()]
    if lost:
        raise ValueError("These shards are missing: " + ", ".join(lost))
    shards = {n: st.load_file(str(index.parent / n), device="cpu") for n in names}
    wrong = [k for k, n in where.items() if k not in shards[n]]
    if wrong:
        raise ValueError("No shard holds " + ", ".join(wrong))
    return {k: shards[n][k] for k, n in where.items()}
