"""The elements are read from the memory one after the other, whatever the strides are."""


def save_slim(tensor, path):
    torch.save(torch.as_strided(tensor, tensor.shape, torch.empty(tensor.shape).stride()).clone(), path)
    return Path(path).stat().st_size
