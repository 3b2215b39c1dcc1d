import { createApiReference } from '/assets/docs/viewer/standalone.esm.js'

const configuration = (token) => ({
  sources: [
    {
      title: 'HTTP API',
      slug: 'http',
      url: '/openapi.json',
      default: true,
      // Requests go to the origin of this page, the only one that its policy allows, whatever PUBLIC_URL says.
      servers: [{ url: location.origin, description: 'This deployment.' }],
      authentication: {
        preferredSecurityScheme: 'bearer',
        ...(token && { securitySchemes: { bearer: { token } } }),
      },
    },
    { title: 'Realtime', slug: 'realtime', url: '/asyncapi.json' },
  ],
  onResponseReceived: continueAs,
  theme: 'none',
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
})

const reference = createApiReference('[data-reference]', configuration())

/** Whoever signs in here continues as that person. */
async function continueAs({ response }) {
  const answer = await response
    .clone()
    .json()
    .catch(() => undefined)
  if (answer?.tokenType === 'Bearer') reference.updateConfiguration(configuration(answer.token))
}
