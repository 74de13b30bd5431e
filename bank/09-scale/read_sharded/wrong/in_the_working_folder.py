"""File names are taken from the working folder."""

import json
from pathlib import Path

from safetensors.torch import load_file


def read_sharded(index):
    folder = Path.cwd()
    state, shards = {}, {}
    for key, name in json.loads(Path(index).read_text(encoding="utf-8"))["weight_map"].items():
        if name not in shards:
            path = (folder / name).resolve()
            if not path.is_relative_to(folder):
                raise ValueError(f"The index leads out of its folder: {name}")
            if not path.is_file():
                raise ValueError(f"A shard is missing: {name}")
            shards[name] = load_file(path)
        if key not in shards[name]:
            raise ValueError(f"{name} does not hold {key}.")
        state[key] = shards[name][key]
    return state
