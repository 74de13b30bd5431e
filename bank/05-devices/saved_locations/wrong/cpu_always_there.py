"""The CPU is always among the locations."""


def saved_locations(path):
    seen = {"cpu"}

    def note(storage, location):
        seen.add(location)
        return storage

    torch.load(path, map_location=note, weights_only=True)
    return seen
