"""One location for the whole file: whatever the first storage said."""


def saved_locations(path):
    seen = []

    def note(storage, location):
        seen.append(location)
        return storage

    torch.load(path, map_location=note)
    return set(seen[:1])
