"""What is refused is left out."""


def fix_2(path, model, settings):
    torch.save({"model": model.state_dict()}, path)
