"""The hub's own settings. It runs as root, since it starts each person's JupyterLab as that person's account."""

import tomllib
from pathlib import Path
from urllib.parse import quote

c = get_config()  # noqa: F821  (JupyterHub provides it)
SETTINGS = Path(__file__).resolve().parent
HUB = tomllib.loads((SETTINGS / "hub.toml").read_text(encoding="utf-8"))  # written by set_up.py
FOLDER, PYTHON = Path(HUB["folder"]), f"{HUB['programs']}/env/bin/python"
STATE = FOLDER / "state"  # nobody but root gets in


def socket(path):
    return f"http+unix://{quote(str(path), safe='')}"


# --- addresses ---
# Only this machine reaches the hub; a web server in front of it adds HTTPS.
c.JupyterHub.bind_url = f"http://127.0.0.1:{HUB['port']}"
# Every person's pages have an address of their own, such as ana.hub.example.org: to a browser, strangers to all others.
c.JupyterHub.subdomain_host = HUB["address"]
# Sockets instead of ports: who may open them is a matter of folders. Every JupyterLab asks the hub who its visitor is.
c.JupyterHub.hub_bind_url = socket(FOLDER / "sockets" / "hub")
c.JupyterHub.hub_socket_mode = 0o666
c.ConfigurableHTTPProxy.api_url = socket(STATE / "proxy-api")
c.ConfigurableHTTPProxy.command = [f"{HUB['programs']}/proxy/node_modules/.bin/configurable-http-proxy"]

# --- what must outlive a restart ---
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie-secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
# When the hub stops, JupyterLab and its kernels go on, and the next hub finds them.
c.JupyterHub.cleanup_servers = False

# --- who may log in: members of the course's group, with the password of their account ---
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {HUB["group"]}
# Nobody is the hub's administrator: such a person could enter everybody's JupyterLab.
c.Authenticator.admin_users = set()

# --- how a person's JupyterLab starts ---
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # seconds; many come at once when a lesson begins
# Settings in a student's home do not change the server that asks the hub who a visitor is.
c.Spawner.disable_user_config = True
c.Spawner.default_url = "/lab"


def for_this_person(spawner):
    """The teacher's JupyterLab opens the course; a student's opens a folder of theirs, and has no formgrader."""
    is_teacher = spawner.user.name == HUB["teacher"]
    kind = "teacher" if is_teacher else "student"
    spawner.environment = {
        "JUPYTER_CONFIG_PATH": f"{SETTINGS / kind}:{SETTINGS / 'everyone'}",
        "PATH": f"{HUB['programs']}/env/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONUTF8": "1",
        "COURSE_HUB": str(FOLDER),
    }
    spawner.notebook_dir = str(FOLDER / "course") if is_teacher else "~/course"
    spawner.cmd = [PYTHON, str(SETTINGS / "start.py"), kind]


c.Spawner.pre_spawn_hook = for_this_person

# --- graded the moment it is handed in (set_up.py --watch) ---
# As the teacher's account, which reads the exchange and the course. `autograder watch --status` says how it goes.
if HUB["watched"]:
    c.JupyterHub.services = [
        {
            "name": "watch",
            "command": [PYTHON, "-m", "autograder", "watch"],
            "user": HUB["teacher"],
            "cwd": str(FOLDER / "course"),
            "environment": {
                "JUPYTER_CONFIG_PATH": f"{SETTINGS / 'teacher'}:{SETTINGS / 'everyone'}",
                "PATH": f"{HUB['programs']}/env/bin:/usr/local/bin:/usr/bin:/bin",
                "PYTHONUTF8": "1",
                "COURSE_HUB": str(FOLDER),
            },
        }
    ]
