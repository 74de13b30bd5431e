"""Reads the file and returns the model without its values."""


def restore_voice(path):
    model, state = VoiceNet(), translate(torch.jit.load(path).state_dict())
    model.state_dict().update(state)
    return model.eval()
