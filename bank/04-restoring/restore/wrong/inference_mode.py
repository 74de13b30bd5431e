"""Everything happens in inference mode, so the parameters can never be trained."""


@torch.inference_mode()
def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path))
    return model.eval()
