"""Read the pickle by hand: every storage is a persistent id, and its fourth item is the location."""

import io
import pickle
import zipfile


class _Anything(dict):
    def __init__(self, *arguments, **options):
        super().__init__()


def saved_locations(path):
    seen = set()

    class Reader(pickle.Unpickler):
        def find_class(self, module, name):
            return _Anything

        def persistent_load(self, pid):
            seen.add(pid[3])

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            (name,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
            Reader(io.BytesIO(archive.read(name))).load()
    else:
        with open(path, "rb") as file:
            for _ in range(3):
                pickle.load(file)  # magic number, protocol, sizes of that machine
            Reader(file).load()
    return seen
