"""The newest by the time of the file."""

import os


def fix_3(paths, factory):
    newest_first = sorted(paths, key=os.path.getmtime, reverse=True)
    for path in newest_first:
        try:
            state = torch.load(path, weights_only=True)
        except Exception:
            continue
        model = factory()
        model.load_state_dict(state)
        return model
    raise RuntimeError("no checkpoint could be read")
