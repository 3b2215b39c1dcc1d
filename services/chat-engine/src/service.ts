import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { createAvatarUrls, showAvatarsOfAnswers } from '@parley/files/avatar-urls'
import { openFiles } from '@parley/files/files'
import { purgingOf } from '@parley/files/purging'
import { signAnswers } from '@parley/files/sign-answers'
import type { UrlSigner } from '@parley/files/url-signer'
import { createDatabase } from '@parley/kit/database'
import { createInternalService } from '@parley/kit/internal-service'
import { workPurge } from '@parley/kit/purge/purge'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import { createServiceClient } from '@parley/kit/service-client'
import { approvalRoutes } from './approvals/routes.ts'
import { type AnswerFiles, createAnswerFiles } from './chat/answer-files.ts'
import { createChat } from './chat/chat.ts'
import { chatRoutes } from './chat/routes.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { createDeskAsker } from './desk/desk-asker.ts'
import { deskRoutes } from './desk/routes.ts'
import { engineOf } from './engines/configured.ts'
import { workFindEntities } from './knowledge/jobs/find-entities.ts'
import { createKnowledge } from './knowledge/knowledge.ts'
import { knowledgeRoutes } from './knowledge/routes.ts'
import { findDocumentsIn, findPassagesIn } from './knowledge/sources.ts'
import { mcpRoutes } from './mcp/routes.ts'
import type { AnswerFile } from './runs/run.ts'
import type { DB } from './schema.ts'
import { workAnalyseConversation } from './summaries/analyse-conversation.ts'
import { summaryRoutes } from './summaries/routes.ts'
import { createKnowledgeSearch, findMessagesIn } from './tools/knowledge-search.ts'
import { createMedia } from './tools/media.ts'
import { openTools } from './tools/open-tools.ts'
import { toolRoutes } from './tools/routes.ts'
import { toolsOfRun } from './tools/run-tools.ts'
import { createAnswering } from './twins/answering.ts'
import { workAnswers } from './twins/jobs/answer-messages.ts'
import { twinRoutes } from './twins/routes.ts'
import { watchBudgets } from './usage/notices.ts'
import { usageRoutes } from './usage/routes.ts'

/** Connections for the log of runs, which waits for no other work. */
const logConnections = 2
/** How long a file is kept that no document and no answer holds: either is stored within moments. */
const keptHours = 1

/** The chat-engine service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const runtime = openRuntime<DB>('chat-engine', config)
  const messaging = createServiceClient<'messaging'>('chat-engine', {
    signingKey: config.INTERNAL_SIGNING_KEY,
    urls: { messaging: config.MESSAGING_URL },
  })
  const context: Context = { ...runtime, config, messaging, engine: engineOf(config) }
  // What a run has written need not be on disk before its client receives it: its end is.
  const logDb = createDatabase<DB>('chat-engine', {
    url: config.DATABASE_URL,
    poolSize: logConnections,
    settings: { synchronous_commit: 'off' },
    log: runtime.log,
  })
  const stores = openFiles(runtime, config, { keptHours })
  const answerFiles = createAnswerFiles(context, stores)
  const knowledge = createKnowledge(runtime, config, stores)
  const findPassages = findPassagesIn(knowledge)
  const knowledgeSearch = createKnowledgeSearch(findMessagesIn(messaging), findDocumentsIn(findPassages))
  const tooled = openTools(context, { knowledgeSearch, extractor: knowledge.extractor })
  const { approvals, outside, tools } = tooled
  const chat = createChat(context, {
    logDb,
    toolsFor: (run) => toolsOfRun(tools, run),
    approvals,
    attachments: { messaging, outside, extractor: knowledge.extractor, publicUrl: config.PUBLIC_URL },
    media: createMedia(config),
    answerFiles,
  })
  runtime.onClose('runs', async () => {
    await chat.runner.close()
    await logDb.destroy()
  })
  watchBudgets(runtime, config.BUDGET_NOTICE_MS)
  workAnalyseConversation(context)
  workPurge('chat-engine', runtime, { files: purgingOf(stores) })
  workFindEntities(context)
  workAnswers(context, createAnswering(context, chat))
  const chatContext = { ...context, chat, answerFiles }
  const routes = [
    ...chatRoutes(chatContext),
    ...twinRoutes({ ...chatContext, tools }),
    ...toolRoutes(tooled),
    ...approvalRoutes(tooled),
    ...mcpRoutes(tooled),
    ...summaryRoutes(context),
    ...usageRoutes(context),
    ...knowledgeRoutes(knowledge),
    ...deskRoutes({ ask: createDeskAsker(context), findPassages }),
  ]
  const showAvatars = showAvatarsOfAnswers(createAvatarUrls(config))
  const signFiles = signAnswers(urlsOf(knowledge.files.urls, answerFiles))
  const service = createInternalService('chat-engine', runtime, routes, signFiles, showAvatars)
  return {
    ...service,
    async start() {
      const url = await service.start()
      // The first program that Claude writes finds Python loaded; the local engine writes none.
      if (context.engine.name !== 'local') void tooled.sandbox.prepare()
      return url
    },
  }
}

/** Signs the files of answers by their own URLs, and all others as those of documents. */
const urlsOf = (documents: UrlSigner, { signFor }: AnswerFiles): Pick<UrlSigner, 'forReader'> => ({
  forReader: (workspaceId, reader) => (file: UnsignedAttachment | AnswerFile) =>
    'place' in file
      ? signFor({ workspaceId, userId: reader.id })(file)
      : documents.forReader(workspaceId, reader)(file),
})
