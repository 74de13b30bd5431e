"""Only five elements are ever saved."""


def save_slim(tensor, path):
    torch.save(tensor[:5].clone() if tensor.dim() else tensor.clone(), path)
    return Path(path).stat().st_size
