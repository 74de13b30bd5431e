"""Helpers called state, expected and save_across; a dict of one's own and the star of os.path."""

from os.path import *


class state(dict):
    """A state dict."""


def expected(path):
    return torch.load(abspath(path), map_location="cpu", weights_only=True)


def save_across(tensors, device):
    return state((key, tensor.to(device)) for key, tensor in tensors.items())


def load_state(path, device):
    return save_across(expected(path), device)
