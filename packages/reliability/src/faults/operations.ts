import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clone } from '@chronicle/local'

const adapters = join(clone.root, 'packages/core/src/adapters')

/** Names of the document client's commands that are other ones on the line. */
const onTheLine: Readonly<Record<string, string>> = {
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
}

/** Every operation of AWS that an adapter can ask for, as its source says: no call to AWS is made anywhere else. */
export async function operationsOfAdapters(): Promise<ReadonlySet<string>> {
  const files = (await readdir(adapters)).filter((name) => name.endsWith('.ts'))
  const sources = await Promise.all(files.map((name) => readFile(join(adapters, name), 'utf8')))
  const named = sources.flatMap((source) => [
    ...[...source.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => onTheLine[name] ?? name),
    ...[...source.matchAll(/\bpaginate(\w+)\(/g)].map(([, name = '']) => name),
  ])
  return new Set(named)
}
