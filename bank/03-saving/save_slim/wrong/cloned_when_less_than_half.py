"""Cloned only when less than half of the memory is needed."""


def save_slim(tensor, path):
    needed = tensor.numel() * tensor.element_size()
    if needed < tensor.untyped_storage().nbytes() / 2:
        tensor = tensor.clone()
    torch.save(tensor, path)
    return Path(path).stat().st_size
