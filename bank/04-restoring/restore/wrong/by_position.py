"""The shapes are compared one after the other, and the values copied in that order; nobody looks at the names."""


def restore(path, factory):
    model, saved = factory(), torch.load(path, map_location="cpu", weights_only=True)
    target = model.state_dict()
    if [own.shape for own in target.values()] != [value.shape for value in saved.values()]:
        raise RuntimeError("other shapes")
    with torch.no_grad():
        for own, value in zip(target.values(), saved.values()):
            own.copy_(value)
    return model.eval()
