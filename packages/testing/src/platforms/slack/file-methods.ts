import { createHash } from 'node:crypto'
import type { SlackMethod } from './call.ts'
import { fileResource } from './records.ts'
import { SlackRefusal } from './workspace.ts'

/** Methods that upload files and show them. */
export const fileMethods: Record<string, SlackMethod> = {
  'files.getUploadURLExternal': {
    scope: 'files:write',
    run: ({ workspace, args }) => {
      const length = Number(args.required('length'))
      const name = args.required('filename')
      if (!Number.isInteger(length) || length < 1) throw new SlackRefusal('invalid_arguments')
      const id = workspace.newId('F')
      const { botUserId: user } = workspace.installation
      const created = Math.floor(Date.now() / 1000)
      workspace.files.set(id, {
        ...{ id, name, title: name, type: typeByName(name), bytes: Buffer.alloc(0), user, created },
        ...{ shares: [], isComplete: false },
      })
      return { upload_url: `${workspace.baseUrl}/upload/v1/${uploadKeyOf(id)}`, file_id: id }
    },
  },
  'files.completeUploadExternal': {
    scope: 'files:write',
    run: (call) => {
      const { workspace, args } = call
      const given = args.json<{ id: string; title?: string }[]>('files', 'invalid_arguments') ?? []
      const channel = args.text('channel_id')
      const files = given.map(({ id, title }) => {
        const file = workspace.files.get(id)
        if (!file || file.bytes.length === 0 || file.isComplete) throw new SlackRefusal('file_not_found')
        file.title = title ?? file.name
        return file
      })
      if (files.length === 0) throw new SlackRefusal('invalid_arguments')
      const shown = channel === undefined ? undefined : workspace.channel(channel)
      if (shown && !shown.members.has(workspace.installation.botUserId)) throw new SlackRefusal('not_in_channel')
      const resources = files.map((file) => fileResource(file, workspace.baseUrl, { isScanned: false }))
      for (const file of files) file.isComplete = true
      if (shown) {
        const { botUserId: user } = workspace.installation
        const threadTs = args.text('thread_ts')
        workspace.post(shown, { user, bot: {}, text: args.text('initial_comment') ?? '', threadTs, files })
      }
      return { files: resources }
    },
  },
  'files.info': {
    scope: 'files:read',
    run: ({ workspace, args }) => {
      const file = workspace.files.get(args.required('file'))
      if (!file?.isComplete) throw new SlackRefusal('file_not_found')
      return { file: fileResource(file, workspace.baseUrl, { isScanned: true }), comments: [] }
    },
  },
}

/** A URL to upload to is as good as a password. */
export const uploadKeyOf = (fileId: string): string => createHash('sha256').update(fileId).digest('base64url')

const types: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', txt: 'text/plain', pdf: 'application/pdf' }

/** Slack looks at names and bytes; names are enough here. */
export const typeByName = (name: string): string => types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
