"""A flat copy: its _metadata is still that of the given state, and changes."""

import copy

from torch.nn.modules.utils import consume_prefix_in_state_dict_if_present


def inner_state(state):
    result = copy.copy(state)
    while True:
        keys = [key for key in result if key != "n_averaged"]
        for prefix in ("module.", "_orig_mod."):
            if keys and all(key.startswith(prefix) for key in keys):
                result.pop("n_averaged", None)
                consume_prefix_in_state_dict_if_present(result, prefix)
                break
        else:
            return result
