"""Takes the tensors of the file over, with their dtype."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(translate(torch.jit.load(path).state_dict()), assign=True)
    return model.eval()
