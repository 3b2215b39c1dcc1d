import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@parley/embedded/ports'
import { findProgram } from '@parley/embedded/system-packages'
import { cpuSecondsOf, type Running } from '../processes.ts'

export const findNginx = (): string | undefined => findProgram('nginx')

/** nginx as a reverse proxy with kept-alive connections: one worker, as one Node process is one. */
export async function startNginx(target: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-nginx-'))
  chmodSync(folder, 0o777)
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  )
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      access_log off; ${temporary.join(' ')}
      upstream service { server ${new URL(target).host}; keepalive 64; }
      server {
        listen 127.0.0.1:${port};
        location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }`,
  )
  const child = spawn(findNginx()!, ['-p', folder, '-c', 'nginx.conf'], { stdio: ['ignore', 'ignore', 'ignore'] })
  const url = `http://127.0.0.1:${port}`
  for (const until = Date.now() + 10_000; ; ) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answers) break
    if (Date.now() > until || child.exitCode !== null) throw new Error('nginx does not answer.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    pid: child.pid!,
    cpuSeconds: () => cpuSecondsOf(child.pid!),
    memory: () => Promise.reject(new Error('nginx reports no memory.')),
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
