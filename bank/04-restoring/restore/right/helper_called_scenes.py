"""A helper called scenes, and another called like a function of scenes.py."""

scenes = {"eval": True}


def change_one_of_two(model):
    return model.eval() if scenes["eval"] else model


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return change_one_of_two(model)
