"""Only the kind of the device is kept; which GPU it was is cut off."""


def saved_locations(path):
    seen = set()

    def note(storage, location):
        seen.add(location.split(":")[0])
        return storage

    torch.load(path, map_location=note)
    return seen
