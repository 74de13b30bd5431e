"""Every location is mapped by a dict, and _apply moves the tensors."""


def restore_on(path, factory, device):
    device = torch.device(device)
    model: nn.Module = factory()
    model.load_state_dict(
        torch.load(
            path,
            map_location={f"cuda:{i}": "cpu" for i in range(64)} | {"mps:0": "cpu", "mps": "cpu", "cuda": "cpu"},
            weights_only=True,
        )
    )
    return model._apply(lambda t: t.to(device))
