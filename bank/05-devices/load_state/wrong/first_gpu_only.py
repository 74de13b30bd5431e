"""Copied from an answer on the web: only cuda:0 is mapped."""


def load_state(path, device):
    return torch.load(path, map_location={"cuda:0": str(device)})
