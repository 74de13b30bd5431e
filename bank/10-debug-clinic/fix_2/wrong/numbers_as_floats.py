"""Every number becomes a float."""

import dataclasses


def fix_2(path, model, settings):
    plain = {}
    for key, value in dataclasses.asdict(settings).items():
        try:
            plain[key] = float(value)
        except (TypeError, ValueError):
            plain[key] = str(value)
    torch.save({"model": model.state_dict(), "settings": plain}, path)
