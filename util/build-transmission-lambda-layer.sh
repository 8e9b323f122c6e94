#!/bin/sh
# Builds terraform/backend/lambda/transmission_tools_layer.zip, the Lambda layer `transmission-tools`. See util/README.md.
set -eu
cd "$(dirname "$0")/.."
exec node scripts/run.mjs scripts/transmission-layer/build.ts "$@"
