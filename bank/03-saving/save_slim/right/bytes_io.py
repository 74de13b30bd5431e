"""Write to memory first; write_bytes returns how many bytes it wrote."""

import io


def save_slim(tensor, path):
    buffer = io.BytesIO()
    torch.save(tensor.detach().clone(memory_format=torch.contiguous_format), buffer)
    return Path(path).write_bytes(buffer.getvalue())
