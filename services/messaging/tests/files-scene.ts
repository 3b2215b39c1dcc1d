import { randomBytes } from 'node:crypto'
import type { Attachment } from '@parley/contracts/messages/attachment'
import { uploadFiles } from '@parley/contracts/messages/files'
import type { Caller } from '@parley/kit/assertion'
import sharp from 'sharp'
import type { Scene } from './scene.ts'

/** Bytes that no two files share. */
export const noise = (bytes: number): Buffer<ArrayBuffer> => Buffer.from(randomBytes(bytes))

export const file = (name: string, content: string | Buffer<ArrayBuffer> = `content of ${name}`, type = '') =>
  new File([content], name, { type })

/** A picture of one colour. */
export const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })

/** Uploads files to a channel; the attachments they can become. */
export async function upload({ as }: Scene, who: Caller, channelId: string, ...files: File[]): Promise<Attachment[]> {
  const { data } = await as(who).call(uploadFiles, { files, conversation_id: channelId })
  return data.files
}

/** Requests a URL's path from the service itself, whatever the URL's host. */
export const get = ({ messaging }: Pick<Scene, 'messaging'>, url: string, init: RequestInit = {}) => {
  const { pathname, search } = new URL(url)
  return fetch(`${messaging.url}${pathname}${search}`, init)
}

export const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

/** A URL with one of its parts changed; null takes it out. */
export function altered(url: string, name: string, value: string | null): string {
  const other = new URL(url)
  if (value === null) other.searchParams.delete(name)
  else other.searchParams.set(name, value)
  return other.href
}

/** The stored objects of one workspace, and the rows that announce them. */
export const objectsOf = async ({ database }: Scene, workspaceId: string) =>
  database.query<{ key: string; remove_at: string | null }>(
    'select key, remove_at from messaging.stored_objects where starts_with(key, $1) order by key',
    [workspaceId],
  )
