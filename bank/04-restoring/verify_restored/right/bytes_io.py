"""Save both states into memory, sorted by key, and compare the bytes."""

import io


def as_bytes(model):
    buffer = io.BytesIO()
    torch.save(dict(sorted(model.state_dict().items())), buffer)  # without the versions of its layers
    return buffer.getvalue()


def verify_restored(a, b):
    return as_bytes(a) == as_bytes(b)
