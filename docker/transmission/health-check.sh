#!/bin/sh
# The seeder sets the time of this file every five seconds. A minute without that, and it hangs.
find "${TMPDIR:-/tmp}" -maxdepth 2 -path '*/chronicle-seeder-*/alive' -mmin -1 | grep -q .
