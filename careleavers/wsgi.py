import os
import sys

from django.core.wsgi import get_wsgi_application

from careleavers import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")

# Whatever serves this: only Django's own server for one developer may leave the mode out.
environment.mode(required=sys.argv[1:2] != ["runserver"])

application = get_wsgi_application()
