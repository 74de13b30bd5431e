"""A regular expression that is tied to the beginning, and assign."""

import re


def fix_1(path, factory):
    state = {re.sub(r"^module\.", "", k): v for k, v in torch.load(path, map_location="cpu").items()}
    model = factory()
    model.load_state_dict(state, assign=True)
    return model
