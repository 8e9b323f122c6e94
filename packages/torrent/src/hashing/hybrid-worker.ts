// A thread that hashes spans for hybrids. One of its own, since most bundles make none: docs/adr/0028-small-zips.md
import { hashHybridSpan } from './hash-hybrid-span.ts'
import { serveSpans } from './serve-spans.ts'

serveSpans(hashHybridSpan)
