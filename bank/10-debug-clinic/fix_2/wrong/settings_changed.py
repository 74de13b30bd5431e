"""The caller's object is changed on the way."""


def fix_2(path, model, settings):
    settings.data, settings.score = str(settings.data), float(settings.score)
    torch.save({"model": model.state_dict(), "settings": dict(vars(settings))}, path)
