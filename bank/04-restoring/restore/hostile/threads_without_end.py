"""Start threads until the limit, each of them busy."""

import threading, time


def burn():
    stop = time.monotonic() + 1
    while time.monotonic() < stop:
        pass


try:
    for _ in range(10000):
        threading.Thread(target=burn, daemon=True).start()
except RuntimeError as error:
    print("bounded")


def restore(path, factory):
    return factory()
