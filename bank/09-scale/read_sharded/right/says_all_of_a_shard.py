"""Reads shard by shard; the message says all that is wrong, with the keys of the shard, over several lines."""

from collections import defaultdict


class Incomplete(ValueError):
    def __init__(self, what, *, shards):
        super().__init__(what)
        self.shards = shards

    def __str__(self):
        return "\n".join([self.args[0], *(f"- {name}: {', '.join(keys)}" for name, keys in self.shards.items())])


def read_sharded(index):
    folder = os.path.realpath(Path(index).absolute().parent)
    weight_map = json.loads(Path(index).read_text("utf-8"))["weight_map"]
    wanted = defaultdict(list)
    for key, name in weight_map.items():
        wanted[name].append(key)
    paths = {name: os.path.realpath(os.path.join(folder, name)) for name in wanted}
    outside = {name: wanted[name] for name in wanted if not paths[name].startswith(folder + os.sep)}
    if outside:
        raise Incomplete("These lead out of the folder, with the keys:", shards=outside)
    missing = {name: wanted[name] for name in wanted if not os.path.isfile(paths[name])}
    if missing:
        raise Incomplete("These are not there, with the keys:", shards=missing)
    held = {name: load_file(path) for name, path in paths.items()}
    lost = {name: keys for name, keys in wanted.items() if not held[name].keys() >= set(keys)}
    if lost:
        raise Incomplete("Not all of these are there:", shards=lost)
    return {key: held[name].pop(key) for key, name in weight_map.items()}
