"""A plain dict of clones on the CPU; tied weights are stored twice, and load as well."""


def save_weights(model, path):
    target = Path(str(path)).expanduser().resolve()
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True)
    torch.save({key: value.detach().cpu().clone() for key, value in model.state_dict().items()}, str(target))
    return target
