"""Where this installation keeps its things: database, lake, raw files, keys."""

import os
import secrets
from pathlib import Path

import platformdirs


def home() -> Path:
    """`$RISER_HOME`, else a folder of the current user. Not created here."""
    given = os.environ.get("RISER_HOME")
    return Path(given).expanduser().resolve() if given else Path(platformdirs.user_data_dir("riser"))


def secret_key(folder: Path) -> str:
    """The signing key: `$RISER_SECRET_KEY`, `$RISER_SECRET_KEY_FILE`, else one kept in the home folder."""
    given = os.environ.get("RISER_SECRET_KEY")
    if given:
        return given
    path = Path(os.environ.get("RISER_SECRET_KEY_FILE") or folder / "secret_key")
    if not path.exists():
        _keep_new_key(path)
    return path.read_text().strip()


def _keep_new_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Exclusive creation: of two processes that start at once, one writes and both read the same key.
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
