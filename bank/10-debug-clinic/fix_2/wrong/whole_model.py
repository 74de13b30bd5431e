"""The settings are plain, but now the whole model is in the file."""


def fix_2(path, model, settings):
    plain = {**vars(settings), "data": str(settings.data), "score": float(settings.score)}
    torch.save({"model": model, "settings": plain}, path)
