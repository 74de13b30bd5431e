"""Changes the state that it was given."""

from torch.nn.modules.utils import consume_prefix_in_state_dict_if_present


def inner_state(state):
    while True:
        keys = [key for key in state if key != "n_averaged"]
        for prefix in ("module.", "_orig_mod."):
            if keys and all(key.startswith(prefix) for key in keys):
                state.pop("n_averaged", None)
                consume_prefix_in_state_dict_if_present(state, prefix)
                break
        else:
            return state
