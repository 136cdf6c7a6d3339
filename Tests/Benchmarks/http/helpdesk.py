"""The peer: django-helpdesk behind gunicorn, on a PostgreSQL of its own. Everything in one folder that goes away."""

import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from ports import free_port
from postgres import Postgres
from steps import until

APPS = (
    "django.contrib.auth django.contrib.contenttypes django.contrib.sessions django.contrib.sites django.contrib.humanize "
    "django.contrib.admin django.contrib.messages rest_framework helpdesk"
).split()

SETTINGS = """
SECRET_KEY = "benchmark"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "desk_urls"
SITE_ID = 1
USE_TZ = True
INSTALLED_APPS = {apps!r}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {{"context_processors": PROCESSORS}}}}
]
HELPDESK_TEAMS_MODE_ENABLED = False
DATABASES = {{
    "default": {{"ENGINE": "django.db.backends.postgresql", "HOST": {host!r}, "NAME": "postgres", "USER": "desk", "CONN_MAX_AGE": None}}
}}
REST_FRAMEWORK = {{"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"]}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
"""

URLS = """
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""

# A staff member whose password is cheap to check, as a session would be, and a queue.
FILL = """
from django.contrib.auth.models import User
from helpdesk.models import Queue
User.objects.create_superuser("owner", "owner@desk.test", "secret")
Queue.objects.create(title="Support", slug="support")
"""


class Helpdesk:
    def __init__(self, workers=4):
        self.workers, self.port = workers, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.headers = {"Authorization": "Basic " + b64encode(b"owner:secret").decode(), "Content-Type": "application/json"}
        self.server = None

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="moat-helpdesk-"))
        self.database = Postgres("desk")
        try:
            self.database.__enter__()
            self._start_server()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.terminate()
            self.server.wait()
        self.database.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_server(self):
        (self.folder / "desk_settings.py").write_text(SETTINGS.format(host=str(self.database.folder), apps=APPS))
        (self.folder / "desk_urls.py").write_text(URLS)
        wsgi = "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"
        (self.folder / "desk_wsgi.py").write_text(wsgi)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "desk_settings", "PYTHONPATH": str(self.folder)}
        run = {"env": environment, "cwd": self.folder, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([sys.executable, "-W", "ignore", "-m", "django", "migrate", "-v", "0"], **run)
        subprocess.run([sys.executable, "-W", "ignore", "-m", "django", "shell", "-c", FILL], **run)
        gunicorn = [sys.executable, "-W", "ignore", "-m", "gunicorn", "-w", str(self.workers), "-b", f"127.0.0.1:{self.port}"]
        log = (self.folder / "gunicorn.log").open("wb")
        self.server = subprocess.Popen([*gunicorn, "desk_wsgi"], env=environment, cwd=self.folder, stdout=log, stderr=log)
        until("gunicorn answers", self._answers, 30)

    def _answers(self):
        import urllib.request

        request = urllib.request.Request(self.address + "/api/tickets/", headers=self.headers)
        return urllib.request.urlopen(request, timeout=5).status == 200
