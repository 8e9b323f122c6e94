import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { Link } from '../domain/api-answers.ts'
import { json } from './api-bundle.ts'

/** A browser or a downloader follows the link; a program that says that it wants JSON is told it. */
export function linkAnswer({ headers: asked }: APIGatewayProxyEvent, link: Link): APIGatewayProxyResult {
  // The link is a secret of its caller's: no cache may keep it.
  const headers = { 'cache-control': 'no-store' }
  if (/\bapplication\/json\b/i.test(asked.accept ?? '')) return json(200, link, headers)
  return { statusCode: 302, headers: { ...headers, location: link.url }, body: '' }
}
