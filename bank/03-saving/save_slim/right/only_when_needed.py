"""Copy only if the memory behind the tensor is larger than the tensor."""


def save_slim(tensor, path):
    own = tensor.untyped_storage().nbytes() == tensor.numel() * tensor.element_size()
    torch.save(tensor if own else tensor.clone(), path)
    return Path(path).stat().st_size
