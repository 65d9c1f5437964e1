#!/bin/sh
# Leaves .venv with Riser and its development tools. Needs Python 3.11+ and a network; touches nothing outside.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

good_python() { # the first Python that is new enough; the one of an earlier setup stays
  for name in ${PYTHON:-.venv/bin/python python3 python3.13 python3.12 python3.11 python}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      "$name" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  say "Riser needs Python 3.11 or newer, and found none${PYTHON:+ at $PYTHON}. Install it, or name it: make setup PYTHON=/path/to/python3"
  exit 1
}

working_uv() { # the uv of this machine, else our own, fetched once into .venv-bootstrap
  if uv --version >/dev/null 2>&1; then
    echo uv
  elif .venv-bootstrap/bin/uv --version >/dev/null 2>&1; then
    echo .venv-bootstrap/bin/uv
  else
    say "Fetching uv, which builds the environment (once, into .venv-bootstrap) ..."
    "$1" scripts/fetch_uv.py .venv-bootstrap >&2
    echo .venv-bootstrap/bin/uv
  fi
}

python=$(good_python)
uv=$(working_uv "$python")
say "Setting up .venv with $("$python" --version) ..."
# Our own Python only: uv would otherwise fetch one where it finds no match.
UV_PYTHON_DOWNLOADS=never "$uv" sync --frozen --quiet --python "$python" ||
  { say "The environment could not be built. The lines above say why; without a network it cannot be done."; exit 1; }
# Builds only what changed: browser assets into the package, translations beside their sources.
.venv/bin/python hatch_build.py
