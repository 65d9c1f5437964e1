# syntax=docker/dockerfile:1
# Riser as an image: built from this source tree with the versions of uv.lock, run by a user without rights.
#   docker build -t riser .        or, with PostgreSQL and a worker beside it: compose.yaml

# --- build: the wheel with browser assets and translations, and the wheels of everything it stands on --------
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
RUN pip install uv==0.13.9
COPY pyproject.toml uv.lock ./
# A layer of its own: it changes only with the lock file.
RUN uv export --frozen --no-dev --extra postgres --no-emit-project --no-hashes --output-file /locked.txt \
 && pip wheel --wheel-dir /wheels --requirement /locked.txt
COPY . .
# The build brings its own Node from PyPI; nothing of it reaches the image below.
RUN pip wheel --wheel-dir /wheels --no-deps .

# --- run: Python, pango for PDF, PostgreSQL's client for backups ---------------------------------------------
FROM python:3.13-slim-trixie
# Versions are those of the Debian release of the base image; pinning more would break with its first update.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      fontconfig fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 postgresql-client \
 && rm -rf /var/lib/apt/lists/*
# The versions were settled above: there is nothing else to choose from.
# hadolint ignore=DL3013
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "riser[postgres]"
RUN groupadd --gid 10001 riser \
 && useradd --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin riser \
 && install --directory --owner riser --group riser --mode 0700 /data /backups
USER 10001:10001
WORKDIR /data
ENV RISER_HOME=/data RISER_BIND=0.0.0.0 RISER_PORT=8000 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
VOLUME ["/data", "/backups"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 CMD ["python", "-m", "riser.web.healthy"]
ENTRYPOINT ["riser"]
CMD ["serve"]
