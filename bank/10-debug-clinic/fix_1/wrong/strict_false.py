"""strict=False makes the second message go away: nothing is loaded."""


def fix_1(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    return model
