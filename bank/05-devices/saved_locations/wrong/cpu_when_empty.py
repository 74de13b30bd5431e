"""{"cpu"} for a file without a tensor."""


def saved_locations(path):
    seen = set()

    def note(storage, location):
        seen.add(location)
        return storage

    torch.load(path, map_location=note, weights_only=True)
    return seen or {"cpu"}
