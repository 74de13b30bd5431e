"""torch.save to memory, then write the bytes; the path that is returned is absolute."""

import io


def save_weights(model, path):
    path = Path(path).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    path.write_bytes(buffer.getvalue())
    return path
