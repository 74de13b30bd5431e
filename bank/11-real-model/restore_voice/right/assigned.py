"""Casts to float32 first, and takes the tensors over."""


def restore_voice(path):
    with torch.device("meta"):
        model = VoiceNet()
    state = translate(torch.jit.load(str(path)).state_dict())
    model.load_state_dict({name: value.detach().float() for name, value in state.items()}, assign=True)
    model.requires_grad_(False)
    model.train(False)
    return model
