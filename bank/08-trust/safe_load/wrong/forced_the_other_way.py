"""Set the variable that forces the safe loader. Together with the other variable, PyTorch refuses both."""


def safe_load(path):
    with mock.patch.dict(os.environ, {"TORCH_FORCE_WEIGHTS_ONLY_LOAD": "1"}):
        return torch.load(path, map_location="cpu")
