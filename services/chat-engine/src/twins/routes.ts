import type { Route } from '@parley/kit/route'
import type { ChatContext } from '../chat/chat.ts'
import type { TwinsContext } from './context.ts'
import { createTwinRoutes } from './routes/create-twin.ts'
import { deleteTwinRoutes } from './routes/delete-twin.ts'
import { messageAgentRoute } from './routes/message-agent.ts'
import { getTwinRoutes, listPersonalitiesRoute, listTwinsRoutes } from './routes/read-twins.ts'
import { tryTwinRoute } from './routes/try-twin.ts'
import { listTwinVersionsRoutes, restoreTwinVersionRoutes } from './routes/twin-versions.ts'
import { updateTwinRoutes } from './routes/update-twin.ts'

/** Twins, under both of their names. */
export const twinRoutes = (context: ChatContext & TwinsContext): Route[] => [
  ...listTwinsRoutes(context),
  ...createTwinRoutes(context),
  ...getTwinRoutes(context),
  ...updateTwinRoutes(context),
  ...deleteTwinRoutes(context),
  ...listTwinVersionsRoutes(context),
  ...restoreTwinVersionRoutes(context),
  listPersonalitiesRoute(context),
  messageAgentRoute(context),
  tryTwinRoute(context),
]
