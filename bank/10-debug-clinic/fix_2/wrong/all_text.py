"""Every value becomes a text, the numbers too."""


def fix_2(path, model, settings):
    plain = {name: str(value) for name, value in vars(settings).items()}
    torch.save({"model": model.state_dict(), "settings": plain}, path)
