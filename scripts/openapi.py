"""Writes docs/openapi.json, the committed description of the REST API."""

import json
import os
from pathlib import Path

import django

TARGET = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"


def main() -> None:
    """Writes the file anew; it differs only where the API does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riser.web.settings")
    django.setup()
    from riser.web.api import api

    schema = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, default=str)
    TARGET.write_text(schema + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
