"""Looks for two dots anywhere, and refuses names that lead nowhere else."""


def read_sharded(index):
    folder, shards, state = Path(index).parent, {}, {}
    for key, name in json.loads(Path(index).read_text())["weight_map"].items():
        if ".." in name or os.path.isabs(name) or not (folder / name).is_file():
            raise ValueError(name)
        if name not in shards:
            shards[name] = load_file(folder / name)
        if key not in shards[name]:
            raise ValueError(key)
        state[key] = shards[name][key]
    return state
