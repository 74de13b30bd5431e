"""Fill every place that can be written."""

for place in ("/tmp", ".", "/dev/shm", "/run/home", "/run/private"):
    try:
        with open(place + "/full", "wb") as file:
            for _ in range(200):
                file.write(b"x" * (1 << 20))
    except OSError as error:
        print(error.errno)


def restore(path, factory):
    return factory()
