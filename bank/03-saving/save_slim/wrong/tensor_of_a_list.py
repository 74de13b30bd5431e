"""A tensor made from a list has the default dtype."""


def save_slim(tensor, path):
    torch.save(torch.tensor(tensor.tolist()), path)
    return Path(path).stat().st_size
