#!/bin/sh
# transmission-create of Debian 12 with its own loader and libraries, so that the C library of where it runs does not matter,
# nor what is to be preloaded into programs of there, nor how OpenSSL is set up there.
layer=${0%/*}/..
unset LD_PRELOAD
OPENSSL_CONF=/dev/null exec "$layer/lib/transmission/ld-linux-x86-64.so.2" --inhibit-cache \
  --library-path "$layer/lib/transmission" "$layer/libexec/transmission-create" "$@"
