"""Works for a Path, fails for a str."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path.resolve()))
    return model.eval()
