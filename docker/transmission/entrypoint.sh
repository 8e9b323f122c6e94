#!/bin/sh
# What the seeder's container runs.
#   entrypoint.sh                 as a task: seeds the recording of the job that JOB_ID names, or the torrent of TORRENT_KEY
#   entrypoint.sh <job id | key>  by hand: the same by argument; a torrent's key ends with .torrent
set -eu

if [ $# -gt 1 ]; then
  echo "usage: entrypoint.sh <job id | key of a torrent>   (these are $# arguments; quote a key with spaces)" >&2
  exit 2
fi

exec node /opt/chronicle/seeder/index.js "$@"
