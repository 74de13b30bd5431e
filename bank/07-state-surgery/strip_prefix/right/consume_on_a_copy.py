"""PyTorch's own consume_prefix_in_state_dict_if_present, on a shallow copy."""


def strip_prefix(state, prefix):
    copied = OrderedDict(state)
    nn.modules.utils.consume_prefix_in_state_dict_if_present(copied, prefix)
    return copied
