"""PyTorch's own function, on a copy with its own _metadata; the counter goes first."""

from collections import OrderedDict

from torch.nn.modules.utils import consume_prefix_in_state_dict_if_present


def inner_state(state):
    result = OrderedDict(state)
    if hasattr(state, "_metadata"):
        result._metadata = OrderedDict(state._metadata)
    while True:
        keys = [key for key in result if key != "n_averaged"]
        prefix = keys[0].partition(".")[0] + "." if keys else ""
        if prefix not in ("module.", "_orig_mod.") or not all(key.startswith(prefix) for key in keys):
            return result
        result.pop("n_averaged", None)
        consume_prefix_in_state_dict_if_present(result, prefix)
