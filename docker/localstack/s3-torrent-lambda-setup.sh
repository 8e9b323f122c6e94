#!/usr/bin/env bash
# As localstack_setup.sh, but only what makes torrents of uploaded objects: bucket, table, Lambda and notification.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/localstack_setup.sh" --torrents-only "$@"
