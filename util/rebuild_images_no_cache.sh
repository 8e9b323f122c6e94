#!/usr/bin/env bash
# Builds every image of this repository without Docker's cache, and ends with a list of what was built and what was not. One that
# fails does not keep the others from being built; the exit code is 1 then.
#
#   util/rebuild_images_no_cache.sh [option of docker build …]     for example --pull, or --platform linux/arm64
#
# An image is named by the title label of its Dockerfile, and tagged with the version in package.json, which is also Terraform's
# recorder_image_tag, and as latest, which the local stack runs.
set -uo pipefail
cd "$(dirname "$0")/.."

if ! command -v docker >/dev/null; then
  echo 'There is no docker command here. Install Docker (docs.docker.com/engine/install), and run this again.' >&2
  exit 1
fi
if ! engine=$(docker version --format '{{.Server.Version}}' 2>&1); then
  echo "No Docker engine answers: ${engine##*$'\n'}" >&2
  echo 'Start it (systemctl start docker, or Docker Desktop), and run this again.' >&2
  exit 1
fi

echo 'npm run build'
if ! npm run --silent build; then
  echo 'The programs that go into the images could not be built; see above.' >&2
  exit 1
fi

version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
report=()
failed=0

for dockerfile in docker/*/Dockerfile; do
  name=$(sed -n 's/.*image\.title="\([^"]*\)".*/\1/p' "$dockerfile")
  name=${name:-chronicle-$(basename "$(dirname "$dockerfile")")}
  printf '\n== %s (%s)\n' "$name" "$dockerfile"
  began=$SECONDS
  if docker build --no-cache --file "$dockerfile" --tag "$name:$version" --tag "$name:latest" \
    --build-arg "VERSION=$version" --build-arg "REVISION=$revision" "$@" .; then
    megabytes=$(($(docker image inspect --format '{{.Size}}' "$name:$version") / 1000000))
    report+=("built   $name:$version and :latest, $megabytes MB, in $((SECONDS - began)) s")
  else
    report+=("FAILED  $name ($dockerfile): see above")
    failed=1
  fi
done

printf '\n'
printf '%s\n' "${report[@]}"
exit "$failed"
