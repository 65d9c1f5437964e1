"""The WSGI application."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from riser.foundation.collecting import collect_seldom
from riser.foundation.home import home
from riser.foundation.presence import stay
from riser.web.turns import InTurn

# Loaded late everywhere else, for the shell's sake; here the first reader would wait for them.
HEAVY = ("ibis", "ibis.backends.duckdb", "deltalake", "pyarrow.dataset")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riser.web.settings")
application = InTurn(get_wsgi_application())
stay(home())  # a restore or an upgrade needs the home alone
for module in HEAVY:
    import_module(module)
collect_seldom()
