"""Helpers called run, given and best; from math import * and from copy import copy."""

from copy import copy
from math import *

given = copy([])


def run(scores):
    return [(score, -position) for position, score in enumerate(scores) if not isnan(score)]


def best(scores):
    return -max(run(scores) + given)[1]


def restore_best(paths, scores, factory):
    model = factory()
    model.load_state_dict(torch.load(paths[best(scores)], map_location="cpu"))
    return model
