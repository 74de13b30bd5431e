"""Read the bytes first; each name once, as a list."""

from pathlib import Path
import io


def unsafe_names(path):
    names = torch.serialization.get_unsafe_globals_in_checkpoint(io.BytesIO(Path(path).read_bytes()))
    return list(dict.fromkeys(names))
