"""Parameters are copied, buffers are not."""


def load_checkpoint(path, model, optimizer, scheduler):
    content = torch.load(path, map_location="cpu", weights_only=True)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name not in content["model"] or content["model"][name].shape != parameter.shape:
                raise RuntimeError("another architecture")
            parameter.copy_(content["model"][name])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
