"""The three errors by their names, and else after the loop."""

import pickle


def fix_3(paths, factory):
    for path in paths[::-1]:
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
        except (RuntimeError, EOFError, pickle.UnpicklingError):
            continue
        break
    else:
        raise RuntimeError("no file can be read")
    model = factory()
    model.load_state_dict(state)
    return model.eval()
