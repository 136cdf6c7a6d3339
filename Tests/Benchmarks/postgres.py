"""A PostgreSQL of one benchmark's own, in a folder that goes away."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def tool(name):
    """PostgreSQL's own programs are beside the PATH on Debian."""
    found = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]
    return str(found[-1]) if found else name


class Postgres:
    """Everybody on this machine may come in as `user`, by its socket only."""

    def __init__(self, user="bench"):
        self.user = user
        self.folder = Path(tempfile.mkdtemp(prefix="moat-postgres-"))

    def __enter__(self):
        self.folder.chmod(0o755)
        data = self.folder / "data"
        data.mkdir()
        if os.getuid() == 0:
            shutil.chown(data, "postgres")
            shutil.chown(self.folder, "postgres")
        try:
            self.run("initdb", "-D", data, "-U", self.user, "--auth", "trust", "-E", "UTF8")
            options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c max_connections=200"
            self.run("pg_ctl", "-D", data, "-o", options, "-l", self.folder / "postgres.log", "-w", "start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self):
        return f"postgres://{self.user}@/postgres?host={self.folder}&schema=bench&blobs={self.folder}/blobs"

    def run(self, name, *words, check=True):
        """One of PostgreSQL's programs: what it printed. They do not run as root."""
        user = {"user": "postgres"} if os.getuid() == 0 else {}
        done = subprocess.run([tool(name), *map(str, words)], capture_output=True, text=True, cwd="/", **user)
        if check and done.returncode:
            raise SystemExit(f"{name} failed: {done.stderr[-800:]}")
        return done.stdout

    def ask(self, *words):
        """psql or pgbench on the one database: `ask("psql", "-c", …)`."""
        name, *rest = words
        return self.run(name, "-h", self.folder, "-U", self.user, *rest, "postgres")
