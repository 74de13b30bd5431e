"""Convert by the type of each value, whatever the fields are called."""

import dataclasses


def plain(value):
    if isinstance(value, np.generic):
        return value.item()
    return str(value) if isinstance(value, Path) else value


def fix_2(path, model, settings):
    fields = {field.name: plain(getattr(settings, field.name)) for field in dataclasses.fields(settings)}
    torch.save({"settings": fields, "model": model.state_dict()}, path)
