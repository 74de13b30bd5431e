"""Read one name from the message, allow a stand-in, and ask again. Some modules are blocked with another message."""

import re


class StandIn:
    def __init__(self, *arguments):
        pass

    def __setstate__(self, state):
        pass


def unsafe_names(path):
    found = []
    while True:
        with torch.serialization.safe_globals([(StandIn, name) for name in found]):
            try:
                torch.load(path, map_location="cpu", weights_only=True)
                return found
            except pickle.UnpicklingError as error:
                found.append(re.search(r"GLOBAL (\S+) was not an allowed global", str(error))[1])
