"""The settings are mixed into the same dict as the model."""


def fix_2(path, model, settings):
    plain = {**vars(settings), "data": str(settings.data), "score": float(settings.score)}
    torch.save({"model": model.state_dict(), **plain}, path)
