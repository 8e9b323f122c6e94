// A thread that hashes the pieces of spans.
import { serveSpans } from './serve-spans.ts'
import { hashSpan } from './span-reader.ts'

serveSpans(hashSpan)
