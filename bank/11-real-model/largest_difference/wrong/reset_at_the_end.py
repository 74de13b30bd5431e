"""Resets the reference after the sound, not before."""


def largest_difference(model, reference, audio):
    state, context, differences = None, torch.zeros(64), []
    with torch.no_grad():
        for window in audio.split(512):
            probability, state = model(torch.cat([context, window])[None], state)
            differences.append((probability - reference(window[None], 16000)).abs())
            context = window[-64:]
    reference.reset_states()
    return torch.stack(differences).max().item()
