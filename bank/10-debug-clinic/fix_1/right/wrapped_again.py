"""The model is put inside DataParallel again when the file says so, and taken out afterwards."""


def fix_1(path, factory):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = factory()
    wrapped = all(key.startswith("module.") for key in state)
    (nn.DataParallel(model) if wrapped else model).load_state_dict(state)
    return model.eval()
