#!/bin/sh
# What the recorder's container runs.
#   entrypoint.sh                   as a task: records the job that JOB_ID, ATTEMPT and LAUNCH name
#   entrypoint.sh <url> [filename]  by hand: records the URL without a job; URL and FILENAME in the environment do the same
set -eu

if [ $# -gt 2 ]; then
  echo "usage: entrypoint.sh <url> [filename]   (these are $# arguments; quote a URL or a name with spaces)" >&2
  exit 2
fi
# By the environment from here on, so that no list of processes shows the URL.
if [ $# -ge 1 ]; then export URL="$1"; fi
if [ $# -eq 2 ]; then export FILENAME="$2"; fi
# Only now: as arguments they would be Node's.
set --

exec node /opt/chronicle/recorder/index.js
