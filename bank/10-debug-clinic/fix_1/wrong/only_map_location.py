"""The first failure is mended; nobody ran the program again."""


def fix_1(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model
