import * as z from 'zod'
import { chatErrorData, chatFrames, chatLimits } from '../chat/chat.ts'
import { Name } from '../fields.ts'
import { bodyLimits } from '../limits.ts'
import { defineStream } from '../stream.ts'
import { showsSomething } from '../text.ts'
import { twinFields } from './twin.ts'

export const tryTwin = defineStream({
  name: 'tryTwin',
  method: 'post',
  path: '/api/v2/twins/try',
  owner: 'chat-engine',
  auth: 'user',
  limit: ['chat', 'chat_address'],
  scope: 'execute',
  role: 'member',
  bodyLimitBytes: bodyLimits.content,
  summary: 'Ask a twin that is not saved yet.',
  description:
    'The answer has the frames of `POST /api/v2/chat/stream`, and is stored nowhere: it cannot be resumed, and ends when its client leaves. A call of a tool that needs an approval fails, since nobody can be asked.',
  body: z
    .object({
      message: z.string().max(chatLimits.messageLength).refine(showsSomething, 'Must show something.'),
      name: Name.default('Twin'),
      personality: twinFields.personality.default(null),
      system_prompt: twinFields.system_prompt.default(null),
      model: twinFields.model.default(null),
      tools: twinFields.tools.default(null),
    })
    .meta({ examples: [{ message: 'Who are you?', name: 'Scout', personality: 'You are terse.' }] }),
  frames: chatFrames,
  errorData: chatErrorData,
  errors: ['budget_exceeded', 'unavailable'],
})
