"""The state dict is written with pickle, which torch.load does not open with weights_only."""

import pickle


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        pickle.dump(model.state_dict(), file)
    return path
