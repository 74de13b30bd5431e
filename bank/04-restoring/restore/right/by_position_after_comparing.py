"""Copy by position, after comparing the sorted names with their shapes."""


def restore(path, factory):
    model = factory()
    own, saved = (sorted(s.items()) for s in (model.state_dict(), torch.load(path, weights_only=True)))
    if [(key, value.shape) for key, value in own] != [(key, value.shape) for key, value in saved]:
        raise RuntimeError("another architecture")
    with torch.no_grad():
        for (_, mine), (_, value) in zip(own, saved):
            mine.copy_(value)
    return model.eval()
