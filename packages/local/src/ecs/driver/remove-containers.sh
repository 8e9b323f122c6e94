#!/bin/sh
# Removes the containers with a label: at once with a second argument, else when standard input ends. The stack holds the other
# end of that, so it ends when the stack is gone, even by SIGKILL. Five seconds to finish: there is nowhere to upload to then.
set -eu
[ $# -gt 1 ] || cat >/dev/null
containers=$(docker ps --all --quiet --filter "label=$1")
[ -n "$containers" ] || exit 0
# One id a word. That one of them ended meanwhile is no reason to leave the others.
docker stop -t 5 $containers >/dev/null 2>&1 || true
docker rm --force --volumes $containers >/dev/null
