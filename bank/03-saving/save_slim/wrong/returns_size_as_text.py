"""The size is returned as text for people."""


def save_slim(tensor, path):
    torch.save(tensor.clone(), path)
    return f"{Path(path).stat().st_size} bytes"
