"""Register hooks on every module class that rewrite state dicts and outputs."""

import torch.nn.modules.module as module

module.register_module_forward_hook(lambda m, i, o: o * 0)
nn.Module.state_dict = lambda self, *args, **kwargs: {}
nn.Module._load_from_state_dict = lambda self, *args, **kwargs: None


def restore(path, factory):
    model = factory()
    model._register_state_dict_hook(lambda m, state, prefix, local: state.clear())
    model.register_load_state_dict_post_hook(lambda m, keys: keys.missing_keys.clear())
    return model
