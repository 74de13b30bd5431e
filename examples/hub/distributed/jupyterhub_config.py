"""What a hub on several machines adds to its settings: ngshare, a service in place of the exchange folder.

The last line of the hub's own jupyterhub_config.py reads it: load_subconfig("/srv/distributed/jupyterhub_config.py")
"""

import tomllib
from pathlib import Path

c = get_config()  # noqa: F821  (JupyterHub provides it)
HUB = tomllib.loads(Path(__file__).with_name("distributed.toml").read_text(encoding="utf-8"))

# It needs no role: it asks the hub whose token came with a request, and any token may ask that of itself. People get no
# access:services either: it would let their browsers log in there, and ngshare does not check who made a form.
ngshare = {
    "name": "ngshare",
    "url": f"http://127.0.0.1:{HUB['port']}",  # for the proxy; ngshare listens on all addresses of the machine
    "command": [HUB["python"], "-m", "ngshare", "--admins", HUB["teacher"],
                "--database", f"sqlite:///{HUB['folder']}/ngshare.db", "--storage", f"{HUB['folder']}/files"],
    "cwd": HUB["folder"],
    "environment": {"PYTHONUTF8": "1"},
    "display": False,  # in nobody's menu
}  # fmt: skip
if HUB["account"]:
    ngshare["user"] = HUB["account"]
c.JupyterHub.services.append(ngshare)
