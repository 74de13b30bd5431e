"""The number of elements is returned."""


def save_slim(tensor, path):
    torch.save(tensor.clone(), path)
    return tensor.numel()
