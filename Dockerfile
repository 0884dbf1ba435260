# The bot in one image, as a user without rights. Files of the user lie in /data; nothing is written
# elsewhere but in /tmp, so the rest of it may be read-only.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements/run.lock requirements/run.lock
RUN python -m venv /opt/nhacviec \
 && /opt/nhacviec/bin/pip install --no-cache-dir --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md ./
COPY bot bot
COPY catalogue catalogue
COPY charts charts
COPY domain domain
COPY handlers handlers
COPY reports reports
COPY scheduler scheduler
COPY storage storage
RUN /opt/nhacviec/bin/pip install --no-cache-dir --no-deps --no-build-isolation .
# What the bot learns of its example sentences comes with the image: no container learns them at its start.
RUN export XDG_CACHE_HOME=/tmp/made PATH=/opt/nhacviec/bin:$PATH && cd / \
 && python -c "from handlers.talk import learnt; learnt.learn_words(); learnt.examples()" \
 && python -c "from handlers.wording import say; say.texts()" \
 && python -c "from storage.catalogue import catalogue; catalogue.load_catalogue()" \
 && chmod -R a+rX /tmp/made \
 && mv /tmp/made/nhacviec "$(python -c 'from storage.catalogue.folders import KEPT_AHEAD; print(KEPT_AHEAD)')"

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libreoffice-writer-nogui fonts-croscore fontconfig \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data nhacviec && install -d -o nhacviec -m 0700 /data /backups
COPY --from=build /opt/nhacviec /opt/nhacviec
ENV PATH=/opt/nhacviec/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    XDG_CACHE_HOME=/tmp/cache \
    NHACVIEC_DATA=/data \
    NHACVIEC_WEB_HOST=0.0.0.0
USER nhacviec
VOLUME ["/data", "/backups"]
EXPOSE 8080
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s CMD ["python", "-c", \
  "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["nhacviec", "run"]
