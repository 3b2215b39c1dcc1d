import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface CurlAnswer {
  status: number
  body: unknown
}

/** Sends a request with the `curl` that a person would use. */
export async function curl(
  method: string,
  url: string,
  { token, json, accept = 'application/json' }: { token?: string; json?: unknown; accept?: string } = {},
): Promise<CurlAnswer> {
  const { stdout } = await run('curl', [
    '--silent',
    '--show-error',
    '--max-time',
    '20',
    '--request',
    method,
    '--header',
    `Accept: ${accept}`,
    ...(token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`]),
    ...(json === undefined ? [] : ['--header', 'Content-Type: application/json', '--data-raw', JSON.stringify(json)]),
    '--write-out',
    '\n%{http_code}',
    url,
  ])
  const end = stdout.lastIndexOf('\n')
  const text = stdout.slice(0, end)
  return { status: Number(stdout.slice(end + 1)), body: accept === 'application/json' ? JSON.parse(text) : text }
}
