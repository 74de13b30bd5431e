"""Reads the shards of the usual names, model-1-of-n and so on."""

import json
from pathlib import Path

from safetensors.torch import load_file


def read_sharded(index):
    folder = Path(index).parent
    names = json.loads(Path(index).read_text())["weight_map"]
    count = len(set(names.values()))
    state = {}
    for number in range(count):
        path = folder / f"model-{number + 1}-of-{count}.safetensors"
        if not path.is_file():
            raise ValueError(f"missing: {path}")
        state |= load_file(path)
    missing = set(names) - set(state)
    if missing:
        raise ValueError(f"missing: {missing}")
    return state
