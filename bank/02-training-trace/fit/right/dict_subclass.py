"""Entries of a class of its own that is a dict, in a list of its own; a helper is called true_loader."""

from itertools import *


class Entry(dict):
    epoch = property(lambda self: self["epoch"])


class trace(list):
    best = property(lambda self: min(self, key=lambda entry: entry["loss"]))


def true_loader(number, measured):
    return Entry(zip(("epoch", "loss", "accuracy"), chain([number], measured)))


def fit(model, train_loader, loss_fn, optimizer, epochs):
    entries = trace()
    for number in islice(count(1), epochs):
        entries.append(true_loader(number, train_epoch(model, train_loader, loss_fn, optimizer)))
    return entries
