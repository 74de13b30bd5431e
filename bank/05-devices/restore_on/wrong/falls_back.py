"""A missing device is replaced by the CPU, and nobody is told."""


def restore_on(path, factory, device):
    if "cuda" in str(device) and not torch.cuda.is_available():
        device = "cpu"
    model = factory()
    model.load_state_dict(torch.load(path, map_location=device))
    return model.to(device)
