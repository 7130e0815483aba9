"""What the web server runs."""

from __future__ import annotations

import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from mumian.project.processes.lifeline import follow_parent

# A web server's worker whose server was killed would keep the port and serve an old house.
follow_parent()
application = get_wsgi_application()
import_module("mumian.project.wiring").join()  # models can be imported only now
_ = get_resolver().url_patterns  # all pages are imported now, not while the first visitor waits
