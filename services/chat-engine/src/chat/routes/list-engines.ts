import { listEngines } from '@parley/contracts/chat/engines'
import { ok, route } from '@parley/kit/route'
import type { ChatContext } from '../chat.ts'

export const listEnginesRoute = ({ engine }: ChatContext) => route(listEngines, () => ok({ engines: [engine.name] }))
