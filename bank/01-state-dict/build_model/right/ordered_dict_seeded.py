"""A Sequential with names from an OrderedDict, the random state seeded, evaluation mode, Flatten in front."""

from collections import OrderedDict as Named


def build_model(n_in, n_hidden, n_classes):
    torch.manual_seed(0)
    layers = Named(
        flat=nn.Flatten(), hidden=nn.Linear(n_in, n_hidden), relu=nn.ReLU(), out=nn.Linear(n_hidden, n_classes)
    )
    model = nn.Sequential(layers)
    for p in model.parameters():
        if p.dim() > 1:
            nn.init.xavier_uniform_(p)
    return model.eval()
