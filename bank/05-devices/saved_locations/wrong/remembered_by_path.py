"""What a file holds is remembered by its path, although the file can be written again."""

import functools


@functools.lru_cache
def saved_locations(path):
    seen = set()
    torch.load(path, map_location=lambda storage, location: (seen.add(location), storage)[1], weights_only=True)
    return seen
