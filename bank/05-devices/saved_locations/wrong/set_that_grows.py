"""The set is a default argument: the next call goes on with it."""


def saved_locations(path, seen=set()):
    def note(storage, location):
        seen.add(location)
        return storage

    torch.load(path, map_location=note, weights_only=True)
    return seen
