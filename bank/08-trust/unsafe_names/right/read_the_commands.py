"""Read the commands of the pickle inside the archive, and compare with the names that the safe loader knows."""

import pickletools
import zipfile

from torch._weights_only_unpickler import _get_allowed_globals


def unsafe_names(path):
    with zipfile.ZipFile(path) as archive:
        (inside,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        commands = list(pickletools.genops(archive.read(inside)))
    names = {argument.replace(" ", ".", 1) for command, argument, _ in commands if command.name == "GLOBAL"}
    names = {name.replace("__builtin__.", "builtins.", 1) for name in names}
    return sorted(names - set(_get_allowed_globals()))
