"""Always builds a PlainNet and ignores the factory."""


def restore(path, factory):
    model = PlainNet()
    model.load_state_dict(torch.load(path))
    return model.eval()
