"""mmap does not exist for the old format."""


def saved_locations(path):
    seen = set()

    def note(storage, location):
        seen.add(location)
        return storage

    torch.load(path, map_location=note, mmap=True)
    return seen
