"""Seven letters are cut off, where the key begins with them."""


def fix_1(path, factory):
    model = factory()
    state = torch.load(str(path), map_location=lambda storage, location: storage)
    model.load_state_dict({k[7:] if k[:7] == "module." else k: v for k, v in state.items()}, strict=True)
    return model
