"""Copy entry by entry into state_dict(), after comparing keys and shapes by hand."""


def restore(path, factory):
    model, saved = factory(), torch.load(path, map_location=torch.device("cpu"))
    target = model.state_dict()
    if set(target) != set(saved):
        raise RuntimeError(f"other keys: {set(target) ^ set(saved)}")
    with torch.no_grad():
        for key, value in saved.items():
            if target[key].shape != value.shape:
                raise RuntimeError(f"other shape: {key}")
            target[key].copy_(value)
    return model.eval()
