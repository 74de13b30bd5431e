"""The running averages are put in by hand, under the parameters themselves."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    with torch.no_grad():
        for key, tensor in model.state_dict().items():
            tensor.copy_(saved["model"][key])
    (group,) = saved["optimizer"]["param_groups"]
    options = {key: group[key] for key in ("lr", "betas", "eps", "weight_decay", "amsgrad")}
    parameters = [model.get_parameter(name) for name in saved["trained"]]
    optimizer = torch.optim.Adam(parameters, **options)
    for number, parameter in enumerate(parameters):
        optimizer.state[parameter] = dict(saved["optimizer"]["state"][number])
    return optimizer
