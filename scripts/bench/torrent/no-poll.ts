import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** transmission-create looks each 500 ms whether it is done. Of a sleep this leaves 2 ms, as if it had been told at once. */
const source = `
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int nanosleep(const struct timespec *wanted, struct timespec *left) {
  struct timespec brief = { 0, 2000000 };
  return syscall(SYS_nanosleep, &brief, left);
}
`

/** Makes the library that takes transmission-create's poll away, for LD_PRELOAD. Throws where there is no C compiler. */
export function buildNoPoll(folder: string): string {
  const [code, library] = [join(folder, 'no-poll.c'), join(folder, 'no-poll.so')]
  writeFileSync(code, source)
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, code])
  return library
}
