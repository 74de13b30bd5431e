"""The optimizer's averages and settings are put in by hand, and the scheduler's attributes too."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path)
    model.load_state_dict(content["model"], assign=False)
    saved = content["optimizer"]
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for position, averages in saved["state"].items():
        optimizer.state[parameters[position]] = averages
    for group, settings in zip(optimizer.param_groups, saved["param_groups"], strict=True):
        group.update({key: value for key, value in settings.items() if key != "params"})
    vars(scheduler).update(content["scheduler"])
    torch.default_generator.set_state(content["random"])
    return content["epoch"] + 1
