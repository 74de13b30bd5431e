"""A path of type str has no stat method."""


def save_slim(tensor, path):
    torch.save(tensor.clone(), path)
    return path.stat().st_size
