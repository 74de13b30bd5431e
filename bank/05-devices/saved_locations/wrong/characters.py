"""set.update takes the string apart into its characters."""


def saved_locations(path):
    seen = set()

    def note(storage, location):
        seen.update(location)
        return storage

    torch.load(path, map_location=note)
    return seen
