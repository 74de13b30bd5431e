"""Falls back to the safetensors file beside it."""


def restore_voice(path):
    model = VoiceNet()
    try:
        model.load_state_dict(torch.jit.load(path).state_dict())
    except RuntimeError:
        model.load_state_dict(load_file(voice.weights_file()))
    return model.eval()
