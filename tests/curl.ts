import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const hasCurl = spawnSync('curl', ['--version']).status === 0

export interface CurlAnswer {
  status: number
  body: unknown
}

/** Sends a request with the `curl` that a person would use; with `fetch` on a machine that has none. */
export async function curl(
  method: string,
  url: string,
  { token, json, accept = 'application/json' }: { token?: string; json?: unknown; accept?: string } = {},
): Promise<CurlAnswer> {
  const headers = {
    Accept: accept,
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
  }
  const data = json === undefined ? undefined : JSON.stringify(json)
  const { status, text } = await (hasCurl ? withCurl : withFetch)(method, url, headers, data)
  return { status, body: accept === 'application/json' ? JSON.parse(text) : text }
}

async function withCurl(method: string, url: string, headers: Record<string, string>, data: string | undefined) {
  const { stdout } = await run('curl', [
    ...['--silent', '--show-error', '--max-time', '20', '--request', method, '--write-out', '\n%{http_code}'],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(data === undefined ? [] : ['--data-raw', data]),
    url,
  ])
  const end = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) }
}

async function withFetch(method: string, url: string, headers: Record<string, string>, body: string | undefined) {
  const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(20_000) })
  return { status: response.status, text: await response.text() }
}
