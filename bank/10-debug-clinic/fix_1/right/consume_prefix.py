"""PyTorch's own helper takes the prefix away, in place."""


def fix_1(path, factory):
    state = torch.load(path, map_location=torch.device("cpu"))
    nn.modules.utils.consume_prefix_in_state_dict_if_present(state, "module.")
    model = factory()
    model.load_state_dict(state)
    return model
