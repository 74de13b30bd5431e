"""The random state from the default generator, in an ordinary dict built entry by entry."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = dict()
    content["model"] = {key: value.clone() for key, value in model.state_dict().items()}
    content["optimizer"] = optimizer.state_dict()
    content["scheduler"] = dict(scheduler.state_dict())
    content["epoch"] = torch.tensor(epoch)
    content["random"] = torch.default_generator.get_state()
    temporary = Path(path).with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)
