"""The parameters in the order of the alphabet."""


def fix_4(path, model):
    s = torch.load(path)
    model.load_state_dict(s["model"])
    o = torch.optim.Adam([model.get_parameter(n) for n in sorted(s["trained"])])
    o.load_state_dict(s["optimizer"])
    return o
