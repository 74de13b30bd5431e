"""The raw bytes of the elements are written: no shape, no dtype, and torch.load cannot open the file."""


def save_slim(tensor, path):
    return Path(path).write_bytes(tensor.numpy().tobytes())
