"""The Path is mended, the number of numpy is not."""


def fix_2(path, model, settings):
    plain = {**vars(settings), "data": str(settings.data)}
    torch.save({"model": model.state_dict(), "settings": plain}, path)
