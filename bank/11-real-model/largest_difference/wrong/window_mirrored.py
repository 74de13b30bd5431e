"""Mirrors the window instead of carrying a context."""


def largest_difference(model, reference, audio):
    reference.reset_states()
    state, context, differences = None, torch.zeros(64), []
    with torch.no_grad():
        for window in audio.split(512):
            probability, state = model(torch.nn.functional.pad(window[None], (64, 0), mode="reflect"), state)
            differences.append((probability - reference(window[None], 16000)).abs())
            context = window[-64:]
    return torch.stack(differences).max().item()
