"""consume_prefix_in_state_dict_if_present changes the given dict and returns nothing."""


def strip_prefix(state, prefix):
    return nn.modules.utils.consume_prefix_in_state_dict_if_present(state, prefix)
