"""Swap the checkpoint again and again, so that a check and a use see two files."""

import os, threading, time


def swap(path):
    for number in range(300):
        try:
            torch.save({}, "/tmp/other")
            os.replace("/tmp/other", path)
        except Exception:
            pass
        time.sleep(0.001)


def restore(path, factory):
    threading.Thread(target=swap, args=(path,), daemon=True).start()
    return factory()
