"""Everything inside no_grad, the file read as bytes, the model set to training mode."""

import io


def load_checkpoint(path, model, optimizer, scheduler):
    with torch.no_grad():
        content = torch.load(io.BytesIO(Path(path).read_bytes()))
        model.load_state_dict(content["model"])
        optimizer.load_state_dict(content["optimizer"])
        scheduler.load_state_dict(content["scheduler"])
    model.train()
    next_epoch = content["epoch"] + 1
    torch.set_rng_state(content["random"])
    return next_epoch
