"""float16 makes the file small, and loses values and dtype."""


def save_slim(tensor, path):
    torch.save(tensor.half(), path)
    return Path(path).stat().st_size
