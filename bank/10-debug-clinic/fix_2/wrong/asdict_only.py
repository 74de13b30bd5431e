"""asdict leaves the values as they are: the Path is refused next."""

import dataclasses


def fix_2(path, model, settings):
    torch.save({"model": model.state_dict(), "settings": dataclasses.asdict(settings)}, path)
