"""`python -m riser.web.healthy` ends with 0 where the server of this machine is well: for containers.

No Django: it runs every few seconds.
"""

import http.client
import os
import sys
from collections.abc import Mapping

PATIENCE_SECONDS = 8


def own_name(environment: Mapping[str, str]) -> str:
    """A host name that the server answers to."""
    first = environment.get("RISER_HOSTS", "").split(",")[0].strip().lstrip(".")
    return "127.0.0.1" if first in {"", "*"} else first


def is_healthy(environment: Mapping[str, str]) -> bool:
    """Whether /healthz answers that database and lake are well."""
    port = int(environment.get("RISER_PORT") or 8000)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": own_name(environment)})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(os.environ) else 1)
