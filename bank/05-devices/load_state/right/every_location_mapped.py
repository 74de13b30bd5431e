"""A dict for map_location that is complete: the locations are read first."""

from collections import OrderedDict


def load_state(path, device):
    seen = set()
    torch.load(path, map_location=lambda storage, location: (seen.add(location), storage)[1])
    loaded = torch.load(path, map_location={location: str(device) for location in seen}, weights_only=True)
    return OrderedDict(loaded)
