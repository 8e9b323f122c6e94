#!/usr/bin/env bash
# Makes Chronicle's resources on whatever AWS engine answers on AWS_ENDPOINT_URL, or on http://localhost:4566.
# Safe to run again, and beside itself. Ends with 1 when something that matters is missing, and says what mends it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
exec node "$root/scripts/run.mjs" packages/cli/src/main.ts provision "$@"
