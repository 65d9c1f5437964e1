#!/bin/sh
# Installs what the tests need besides Python: Chromium, PostgreSQL, pango. By apt and only where that is
# allowed (root, or sudo without a password); anywhere else it says what is missing.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

missing=""
have chromium || have chromium-browser || have google-chrome || [ -n "${RISER_CHROMIUM:-}" ] ||
  [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ] || missing="$missing chromium"
have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
# find_library needs no ldconfig on macOS and says the same thing on both systems.
.venv/bin/python -c 'import ctypes.util as u, sys; sys.exit(not u.find_library("pango-1.0"))' ||
  missing="$missing libpango-1.0-0 libpangoft2-1.0-0"

[ -n "$missing" ] || exit 0

if have apt-get; then
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif have sudo && sudo -n true 2>/dev/null; then as_root="sudo"
  else
    echo "The tests need$missing. Run: sudo apt-get install -y$missing" >&2
    exit 1
  fi
  echo "Installing for the tests:$missing ..."
  $as_root apt-get update -qq >/dev/null
  # shellcheck disable=SC2086 - the words are meant to split
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif have brew; then
  echo "The tests need$missing. Run: brew install postgresql@17 pango && brew install --cask chromium" >&2
  exit 1
else
  echo "The tests need$missing. Install them with the package manager of this system." >&2
  exit 1
fi
