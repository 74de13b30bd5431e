"""The settings are saved as one text that nobody can take apart."""


def fix_2(path, model, settings):
    torch.save({"model": model.state_dict(), "settings": str(settings)}, path)
