#!/usr/bin/env bash
# The images that docker/*/Dockerfile start from, and the local engine's, on a machine that reaches Debian's and Python's packages
# but no image registry: what is neither there nor can be pulled is made of those packages, under the same name. For trying things
# and for tests; what is deployed should start from the real ones.
# Needs root, debootstrap, a running Docker engine, and `npm run setup` for Node.
set -euo pipefail
cd "$(dirname "$0")/.."

has() { docker image inspect "$1" >/dev/null 2>&1 || docker pull --quiet "$1" >/dev/null 2>&1; }

debian=debian:bookworm-slim
node=node:24-bookworm-slim
ministack=ministackorg/ministack:1.5.33 # as in packages/local/testing/engine-image.ts

if ! has "$debian"; then
  root=$(mktemp -d)
  trap 'rm -rf --one-file-system "$root"' EXIT
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >/dev/null
  # What makes the slim image slim.
  rm -rf "$root"/usr/share/{doc,man,locale,info}/* "$root"/var/{cache/apt,lib/apt/lists,log}/* "$root"/var/cache/debconf/*-old
  cat >"$root/etc/apt/apt.conf.d/docker-clean" <<'APT'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT
  # A machine behind a proxy of its own has that proxy's certificate, and what runs in the image needs it as well.
  cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
  chroot "$root" update-ca-certificates >/dev/null
  printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' >"$root/etc/pip.conf"
  tar -C "$root" -c . | docker import --change 'CMD ["bash"]' - "$debian" >/dev/null
  echo "made $debian"
fi

if ! has "$node"; then
  docker build --quiet --tag "$node" --file - "$(dirname "$(readlink -f .tools/bin/node)")" >/dev/null <<DOCKERFILE
FROM $debian
COPY node /usr/local/bin/node
DOCKERFILE
  echo "made $node"
fi

if ! has "$ministack"; then
  docker build --quiet --tag "$ministack" --file - scripts/python >/dev/null <<DOCKERFILE
FROM $node
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /
RUN python3 -m venv /usr/local/ministack \
  && /usr/local/ministack/bin/pip install --quiet --no-deps --require-hashes --requirement /requirements.txt
ENV PATH=/usr/local/ministack/bin:/usr/local/bin:/usr/bin:/bin GATEWAY_PORT=4566 PYTHONUNBUFFERED=1
EXPOSE 4566
ENTRYPOINT ["python", "-m", "ministack"]
DOCKERFILE
  echo "made $ministack"
fi
