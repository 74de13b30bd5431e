"""The last file is bad tonight, so the one before it is always taken."""


def fix_3(paths, factory):
    model = factory()
    model.load_state_dict(torch.load(paths[-2], weights_only=True))
    return model
