import * as z from 'zod'
import { chatLimits, longAnswers } from '../chat/chat.ts'
import { defineEndpoint, type Endpoint, type EndpointDefinition } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Time } from '../fields.ts'
import { TwinId, Uuid } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { showsSomething } from '../text.ts'
import {
  createTwin,
  deleteTwin,
  getTwin,
  listTwins,
  listTwinVersions,
  restoreTwinVersion,
  updateTwin,
} from './twins.ts'

/** An endpoint under the other name of the same resource: agents are twins. */
const asAgents = <D extends EndpointDefinition & { path: `/api/v2/twins${string}` }>(
  endpoint: Endpoint<D>,
  name: string,
): Endpoint<D> => ({
  ...endpoint,
  name,
  path: endpoint.path.replace('/twins', '/agents'),
  description: `As ${endpoint.method.toUpperCase()} \`${endpoint.path}\`: agents are twins under another name.`,
})

export const listAgents = asAgents(listTwins, 'listAgents')
export const createAgent = asAgents(createTwin, 'createAgent')
export const getAgent = asAgents(getTwin, 'getAgent')
export const updateAgent = asAgents(updateTwin, 'updateAgent')
export const deleteAgent = asAgents(deleteTwin, 'deleteAgent')
export const listAgentVersions = asAgents(listTwinVersions, 'listAgentVersions')
export const restoreAgentVersion = asAgents(restoreTwinVersion, 'restoreAgentVersion')

export const messageAgent = defineEndpoint({
  owner: 'chat-engine',
  auth: 'user',
  limit: ['chat', 'chat_address'],
  scope: 'execute',
  role: 'member',
  name: 'messageAgent',
  method: 'post',
  path: '/api/v2/agents/:id/message',
  bodyLimitBytes: bodyLimits.content,
  summary: 'Ask a twin in private, and wait for its answer.',
  description: `The question and the answer go on with the private conversation that the caller has with this twin. They are otherwise as those of \`POST /api/v1/chat\`. A caller who hangs up does not stop the answer. ${longAnswers}`,
  streams: true,
  params: z.object({ id: TwinId }),
  body: z
    .object({
      message: z.string().max(chatLimits.messageLength).refine(showsSomething, 'Must show something.'),
    })
    .meta({ examples: [{ message: 'What should we build next?' }] }),
  responses: {
    200: envelope(
      z
        .object({
          id: Uuid.describe('The answer’s message in the private conversation.'),
          content: z.string(),
          tools_used: z.array(z.string()),
          model: z.string().nullable().describe('The model that answered; `local` where none is configured.'),
          created_at: Time,
        })
        .meta({ id: 'AgentMessage' }),
    ),
  },
  errors: ['not_found', 'conflict', 'approval_required', 'bad_gateway', 'unavailable', 'timeout'],
})
