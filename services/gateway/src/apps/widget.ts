import { join } from 'node:path'
import { sendContent } from '@parley/kit/content'
import { ServiceError } from '@parley/kit/errors'
import type { Gate } from '@parley/kit/gate'
import { header, stateOf } from '@parley/kit/request-lifecycle'
import { createWidgetTickets } from '@parley/kit/widget-tickets'
import express, { type Request, type RequestHandler, type Response } from 'express'
import * as z from 'zod'
import type { GatewayContext } from '../context.ts'
import { openBuiltApp, sendBuiltFile } from './built-app.ts'
import { framePage, framePolicy, readFrameAssets, refusalPage } from './widget-frame.ts'
import { createFindWidgetKey } from './widget-keys.ts'
import { allowsSite, siteOf } from './widget-site.ts'

const dist = join(import.meta.dirname, '../../../../apps/widget/dist')

/** Beside what the pages of other sites load, whatever they demand of it. */
const forOtherSites = { 'Cross-Origin-Resource-Policy': 'cross-origin', 'X-Content-Type-Options': 'nosniff' }

/** The loader is small and names no version: a page has the new one minutes after a deployment. */
const loaderHeaders = { ...forOtherSites, 'Cache-Control': 'public, max-age=300' }
const assetHeaders = { ...forOtherSites, 'Cache-Control': 'public, max-age=31536000, immutable' }
const pageHeaders = { ...forOtherSites, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }

const FrameQuery = z.object({
  key: z.string().min(1).max(100),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(?:-[\w-]{1,20})?$/)
    .optional()
    .catch(undefined),
})

/**
 * The live chat on companies' websites: `GET /widget.js`, the loader; `GET /widget/frame?key=`, the page of the frame that it
 * adds, for sites of the key alone; and what that page loads.
 *
 * @param requests shares of the database connections, of which an unknown reader's IP address has one
 */
export function widgetPages(ctx: GatewayContext, requests: Gate): RequestHandler {
  const { config, log } = ctx
  const app = openBuiltApp({ folder: dist, name: 'The widget', isFixed: config.PARLEY_ENV === 'production' })
  const findWidgetKey = createFindWidgetKey(ctx.db)
  const tickets = createWidgetTickets(config)
  const publicOrigin = new URL(config.PUBLIC_URL).origin
  const router = express.Router({ caseSensitive: true })

  async function send(path: string, headers: Record<string, string>, request: Request, response: Response) {
    const file = (await app.files()).get(path)
    if (!file) throw new ServiceError('unknown_route', 'There is no such file.')
    await sendBuiltFile(file, { request, response, log, headers })
  }

  router.get('/widget.js', (request, response) => {
    stateOf(request).route = '/widget.js'
    return send('loader/widget.js', loaderHeaders, request, response)
  })

  router.get('/widget/assets/:name', (request, response) => {
    stateOf(request).route = '/widget/assets'
    return send(`frame/assets/${request.params.name}`, assetHeaders, request, response)
  })

  router.get('/widget/frame', async (request, response) => {
    stateOf(request).route = '/widget/frame'
    const query = FrameQuery.safeParse(request.query)
    const { ip } = stateOf(request)
    const key = query.success ? await requests.pass({ ip }, () => findWidgetKey(query.data.key)) : undefined
    const site = siteOf(header(request, 'referer'))
    const answer = (status: number, text: string, policy?: string) =>
      sendContent(
        request,
        response,
        {
          status,
          type: 'text/html',
          text,
          headers: { ...pageHeaders, ...(policy && { 'Content-Security-Policy': policy }) },
        },
        log,
      )
    if (!query.success || !key) return answer(404, refusalPage('There is no such widget.').text)
    if (!allowsSite(key.domains, site)) return answer(403, refusalPage('This widget is not for this website.').text)

    const manifest = (await app.files()).get('frame/manifest.json')!
    const { workspaceId, widgetKeyId } = key
    const ticket = tickets.issue({ workspaceId, widgetKeyId, host: site?.hostname ?? null })
    const page = framePage(readFrameAssets(manifest.bytes), { ...query.data, ticket })
    return answer(200, page.text, framePolicy(publicOrigin, key, site))
  })
  return router
}
