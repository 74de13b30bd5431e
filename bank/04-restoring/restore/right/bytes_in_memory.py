"""Read all bytes first, and load from a BytesIO."""

import io
from pathlib import Path


def restore(path, factory):
    buffer = io.BytesIO(Path(path).read_bytes())
    model = factory()
    model.load_state_dict(torch.load(buffer))
    return model.eval()
