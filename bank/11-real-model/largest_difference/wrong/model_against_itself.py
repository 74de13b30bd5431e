"""Both numbers come from the model."""


def largest_difference(model, reference, audio):
    reference.reset_states()
    state, context, differences = None, torch.zeros(64), []
    with torch.no_grad():
        for window in audio.split(512):
            probability, state = model(torch.cat([context, window])[None], state)
            differences.append((probability - model(torch.cat([context, window])[None], state)[0]).abs())
            context = window[-64:]
    return torch.stack(differences).max().item()
