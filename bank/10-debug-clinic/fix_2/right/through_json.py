"""Through JSON and back: what comes out is plain."""

import json


def fix_2(path, model, settings):
    text = json.dumps(vars(settings), default=lambda value: value.item() if hasattr(value, "item") else str(value))
    state = {key: tensor.detach().clone() for key, tensor in model.state_dict().items()}
    with open(path, "wb") as file:
        torch.save({"model": state, "settings": json.loads(text)}, file)
