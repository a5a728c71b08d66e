"""The web process: every page and every API call but the stream."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.project.settings")
application = get_wsgi_application()
