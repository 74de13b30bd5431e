"""A subclass of set, filled by a helper called note; the star of pathlib."""

from pathlib import *


class location(set):
    """Each location once."""

    def note(self, storage, tag):
        self.add(tag)
        return storage


def saved_locations(path):
    seen = location()
    torch.load(Path(path), map_location=seen.note, weights_only=True)
    return seen
