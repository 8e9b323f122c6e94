#!/bin/sh
# What the recorder's container runs.
#   entrypoint.sh                   as a task: does the job that JOB_ID, ATTEMPT and LAUNCH name, a recording or a torrent
#   entrypoint.sh <url> [filename]  by hand: records the URL without a job; URL and FILENAME in the environment do the same
#   entrypoint.sh torrent <key>     by hand: puts a torrent beside an object of the bucket; TORRENT_KEY does the same
set -eu

usage() {
  echo "usage: entrypoint.sh <url> [filename] | torrent <key>   ($1)" >&2
  exit 2
}

if [ $# -gt 2 ]; then usage "these are $# arguments; quote a URL, a name or a key with spaces"; fi
# By the environment from here on, so that no list of processes shows the URL.
if [ "${1-}" = torrent ]; then
  if [ -z "${2-}" ]; then usage "the key of an object of the bucket is missing"; fi
  export TORRENT_KEY="$2"
else
  if [ $# -ge 1 ]; then export URL="$1"; fi
  if [ $# -eq 2 ]; then export FILENAME="$2"; fi
fi
# Only now: as arguments they would be Node's.
set --

exec node /opt/chronicle/recorder/index.js
