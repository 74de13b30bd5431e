"""What a student's own account tries, run as that account: every path by which it could reach what is not its own.

    python intruder.py < what to try, as JSON > what it got, as JSON: one line for each success

It imports nothing but Python itself, so that it runs in the hub's environment.
"""

import json
import os
import socket
import sqlite3
import sys
import urllib.error
import urllib.request


def main() -> None:
    tries = json.load(sys.stdin)
    print(json.dumps([said for kind, target in tries for said in KINDS[kind](target)]))


def succeeds(said, action):
    """A list with one sentence when the action succeeds; OSError is the system's refusal."""
    try:
        return [f"{said}: {str(action())[:80]}"]
    except (OSError, sqlite3.Error):
        return []


def read(path):
    """The file, what a folder lists, and everything below it."""
    below = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    return [said for one in [path, *below] for said in succeeds(f"read {one}", lambda one=one: begin(one))]


def begin(path):
    if os.path.isdir(path):
        return os.listdir(path)
    with open(path, "rb") as file:
        return file.read(80)


def query(path):
    return succeeds(f"queried {path}", lambda: sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select 1"))


def write(folder):
    return succeeds(f"wrote into {folder}", lambda: os.mkdir(f"{folder}/intruder"))


def move(path):
    return succeeds(f"moved {path}", lambda: os.rename(path, f"{path}-gone"))


def remove(path):
    return succeeds(f"removed {path}", lambda: os.rmdir(path) if os.path.isdir(path) else os.unlink(path))


def link(path):
    """A second name of a file, in a folder where this account may write."""
    name = os.path.expanduser("~/course/second-name")
    found = succeeds(f"linked {path}", lambda: os.link(path, name))
    return found + (read(name) if found else [])


def process(number):
    """What /proc says of another account's process, beyond what `ps` shows."""
    parts = ("environ", "maps", "mem", "cwd", "root", "fd", "map_files")
    return [said for part in parts for said in read(f"/proc/{number}/{part}")]


def connect(path):
    with socket.socket(socket.AF_UNIX) as one:
        return succeeds(f"connected to {path}", lambda: one.connect(path))


def fetch(request):
    """A page of a server, with a token of this account or without one."""
    address, token = request
    asked = urllib.request.Request(address, headers={"Authorization": f"token {token}"} if token else {})
    try:
        with urllib.request.build_opener(NoRedirect).open(asked, timeout=60) as answer:
            return [f"fetched {address}: {answer.read(80)}"]
    except urllib.error.HTTPError as error:
        return [] if error.code in (302, 401, 403, 404) else [f"{error.code} from {address}"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


KINDS = {one.__name__: one for one in (read, query, write, move, remove, link, process, connect, fetch)}

if __name__ == "__main__":
    main()
