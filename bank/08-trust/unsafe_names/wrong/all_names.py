"""Every name in the file, the allowed ones too."""

import pickletools
import zipfile


def unsafe_names(path):
    with zipfile.ZipFile(path) as archive:
        (inside,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        commands = list(pickletools.genops(archive.read(inside)))
    return [argument.replace(" ", ".") for command, argument, _ in commands if command.name == "GLOBAL"]
