"""One location for the whole file: each storage overwrites what the one before said."""


def saved_locations(path):
    seen = None

    def note(storage, location):
        nonlocal seen
        seen = location
        return storage

    torch.load(path, map_location=note)
    return {seen}
