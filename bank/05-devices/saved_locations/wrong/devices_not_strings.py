"""A set of torch.device, where strings are asked for."""


def saved_locations(path):
    seen = set()

    def note(storage, location):
        seen.add(torch.device(location))
        return storage

    torch.load(path, map_location=note)
    return seen
