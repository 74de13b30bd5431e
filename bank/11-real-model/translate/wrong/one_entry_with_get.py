"""Asks for the last bias with get, so a model without it comes back with None there."""


def translate(state):
    names = {"stft_conv.weight": "stft.forward_basis_buffer", "final_conv.weight": "decoder.decoder.2.weight"}
    for i in range(4):
        for end in ("weight", "bias"):
            names[f"conv{i + 1}.{end}"] = f"encoder.{i}.reparam_conv.{end}"
    for end in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        names[f"lstm_cell.{end}"] = f"decoder.rnn.{end}"
    found = {new: state[f"_model.{old}"] for new, old in names.items()}
    return found | {"final_conv.bias": state.get("_model.decoder.decoder.2.bias")}
