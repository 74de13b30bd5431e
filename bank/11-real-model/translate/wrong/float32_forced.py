"""Casts every value to float32."""

NAMES = {
    "_model.stft.forward_basis_buffer": "stft_conv.weight",
    "_model.encoder.0.reparam_conv.weight": "conv1.weight",
    "_model.encoder.0.reparam_conv.bias": "conv1.bias",
    "_model.encoder.1.reparam_conv.weight": "conv2.weight",
    "_model.encoder.1.reparam_conv.bias": "conv2.bias",
    "_model.encoder.2.reparam_conv.weight": "conv3.weight",
    "_model.encoder.2.reparam_conv.bias": "conv3.bias",
    "_model.encoder.3.reparam_conv.weight": "conv4.weight",
    "_model.encoder.3.reparam_conv.bias": "conv4.bias",
    "_model.decoder.rnn.weight_ih": "lstm_cell.weight_ih",
    "_model.decoder.rnn.weight_hh": "lstm_cell.weight_hh",
    "_model.decoder.rnn.bias_ih": "lstm_cell.bias_ih",
    "_model.decoder.rnn.bias_hh": "lstm_cell.bias_hh",
    "_model.decoder.decoder.2.weight": "final_conv.weight",
    "_model.decoder.decoder.2.bias": "final_conv.bias",
}


def translate(state):
    return {new: state[old].float() for old, new in NAMES.items()}
