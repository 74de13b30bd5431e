"""Named parameters: the optimizer itself knows the names. They are added before the state is loaded."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.Adam([(name, model.get_parameter(name)) for name in saved["trained"]])
    state = saved["optimizer"]
    state["param_groups"][0]["param_names"] = list(saved["trained"])
    optimizer.load_state_dict(state)
    return optimizer
