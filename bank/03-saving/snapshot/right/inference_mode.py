"""Clone in inference mode."""


@torch.inference_mode()
def snapshot(model):
    return {key: torch.clone(value) for key, value in model.state_dict().items()}
