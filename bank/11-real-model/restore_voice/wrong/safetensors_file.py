"""Loads the safetensors file: all keys match."""


def restore_voice(path):
    model = VoiceNet()
    model.load_state_dict(load_file(voice.weights_file()))
    return model.eval()
