import { bootPlatform } from '@parley/testing/platform'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import spectralCore from '@stoplight/spectral-core'
import spectralRulesets from '@stoplight/spectral-rulesets'
import { describe, expect, it } from 'vitest'

// `localhost` in `servers` is a finding of its own.
const platform = await bootPlatform({ services: ['gateway'], env: { PUBLIC_URL: 'https://chat.parley.test' } })

/** Findings that stay, each with its reason. */
const accepted = {
  '/openapi.json': {
    'no-ambiguous-paths #/paths/~1api~1v2~1messages~1scheduled~1{id}':
      '`scheduled` is not an id, so `/messages/scheduled/{id}` is never `/messages/{id}/follow`.',
    'operation-2xx-response #/paths/~1api~1v2~1platform-connections~1{platform}~1oauth~1callback/get/responses':
      'It redirects a browser, whatever comes of it.',
  },
  '/asyncapi.json': {
    'asyncapi-3-tags info': 'The document has one subject; a tag would be an entry of its own in the reference.',
    'asyncapi-info-contact-properties info.contact': 'A deployment has a URL, and no address that it publishes.',
    'info-license-strict #/info/license/url': 'AsyncAPI names licences by URL alone, and a proprietary one has none.',
  },
}

async function redocly(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source, absoluteRef: '/document.json', config })
  return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`)
}

async function spectral(source: string): Promise<string[]> {
  const linter = new spectralCore.Spectral()
  linter.setRuleset({ extends: [spectralRulesets.oas, spectralRulesets.asyncapi] } as never)
  return (await linter.run(source)).map(({ code, path }) => `${code} ${path.join('.')}`)
}

describe.each(['/openapi.json', '/asyncapi.json'] as const)('%s', (path) => {
  it('has no findings of Redocly and Spectral but those that are explained', async () => {
    const source = await (await fetch(platform.url + path)).text()
    const findings = [...(await redocly(source)), ...(await spectral(source))]
    expect(findings.sort()).toEqual(Object.keys(accepted[path]).sort())
  })
})
