"""assign=True on an ordinary model, without the meta device."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path, mmap=True), assign=True)
    return model.eval()
