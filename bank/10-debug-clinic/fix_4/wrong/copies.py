"""The optimizer gets the tensors of the file, not the parameters of the model."""


def fix_4(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.Adam([nn.Parameter(saved["model"][name]) for name in saved["trained"]])
    optimizer.load_state_dict(saved["optimizer"])
    return optimizer
