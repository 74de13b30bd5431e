"""Makes the model as small as the smallest file."""


def restore_voice(path):
    model = VoiceNet().half()
    model.load_state_dict(translate(torch.jit.load(path).state_dict()))
    return model.float().eval()
