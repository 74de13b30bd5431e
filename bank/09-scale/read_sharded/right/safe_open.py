"""Opens each shard once and reads single tensors; paths are compared by os.path.commonpath."""

import collections
import json
import os

from safetensors import safe_open


def read_sharded(index):
    with open(index, encoding="utf-8") as file:
        weight_map = json.load(file)["weight_map"]
    folder = os.path.realpath(os.path.dirname(os.path.abspath(index)))
    keys = collections.defaultdict(list)
    for key, name in weight_map.items():
        keys[name].append(key)
    found = {}
    for name in keys:
        path = os.path.realpath(os.path.join(folder, name))
        if os.path.commonpath([folder, path]) != folder:
            raise ValueError(f"{name} lies outside of {folder}")
        if not os.path.exists(path):
            raise ValueError(f"{name} is not there")
        with safe_open(path, framework="pt", device="cpu") as shard:
            missing = set(keys[name]) - set(shard.keys())
            if missing:
                raise ValueError(f"not in {name}: {sorted(missing)}")
            found |= {key: shard.get_tensor(key) for key in keys[name]}
    return {key: found[key] for key in weight_map}
