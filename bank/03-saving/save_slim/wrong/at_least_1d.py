"""A tensor of shape () becomes one of shape (1,), and a transposed one is turned back."""


def save_slim(tensor, path):
    torch.save(torch.atleast_1d(tensor.clone()), path)
    return Path(path).stat().st_size
