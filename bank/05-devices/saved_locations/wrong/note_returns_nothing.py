"""The function notes the location and returns None, so PyTorch goes on to the missing GPU."""


def saved_locations(path):
    seen = set()
    torch.load(path, map_location=lambda storage, location: seen.add(location))
    return seen
