import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { calleesOf, envName, type ServiceName, serviceNames } from '@parley/contracts/services'
import { loadConfig } from '@parley/kit/config'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import {
  kustomize,
  type Manifest,
  ofKind,
  type Peer,
  parseManifest,
  render,
  selects,
  workloads,
} from './kubernetes-manifests.ts'
import { configs, entryOf, pinned, root, unknownVariables } from './repository.ts'

const hardStopSeconds = 10

/** A folder beside the repository's own, with the secrets that the dev overlay wants. */
let folder: string
let manifests: Manifest[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-ops-'))
  cpSync(join(root, 'infra/k8s'), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('overlays/dev/secrets'),
  })
  const secrets = join(folder, 'overlays/dev/secrets')
  const made = spawnSync(process.execPath, [join(root, 'infra/local/secrets.ts'), '--dir', secrets])
  expect(made.status).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('infra/k8s', () => {
  it('is made of objects that Kubernetes knows, without a misspelt field', () => {
    const patches = ['every-service.yaml', 'data-outside.yaml', 'mail-inside.yaml', 'kustomization.yaml']
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.yaml') && !patches.some((patch) => file.endsWith(patch)),
    )
    // Before the patch a Deployment has no probes and limits yet; the rendered overlays are checked whole.
    const deployed = serviceNames.map((name) => `base/${name}.yaml`)
    for (const file of files.filter((each) => !deployed.includes(each)))
      for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
        expect(() => parseManifest(document.toJS()), file).not.toThrow()
    expect(files.length).toBeGreaterThan(12)
  })

  it('lists every file that it consists of', () => {
    for (const part of [
      'base',
      'components/ingress',
      'components/gateway-api',
      'overlays/dev',
      'overlays/production',
    ]) {
      const listed = readFileSync(join(folder, part, 'kustomization.yaml'), 'utf8')
      for (const file of readdirSync(join(folder, part)).filter((each) => each.endsWith('.yaml')))
        if (file !== 'kustomization.yaml') expect(listed, `${part}/${file}`).toContain(file)
    }
  })
})

// kubectl or kustomize render the overlays; where neither is installed there is nothing to check them with.
describe.skipIf(!kustomize).each(['dev', 'production'] as const)('the %s overlay', (overlay) => {
  beforeAll(() => {
    manifests = render(relative(root, join(folder, 'overlays', overlay)))
  })
  const deployment = (name: string) => {
    const found = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === name)
    if (!found) throw new Error(`There is no Deployment ${name}.`)
    return found
  }
  const containerOf = (name: string) => deployment(name).spec.template.spec.containers[0]!

  /** What a service's process will see, its secrets read from where the dev overlay's generator put them. */
  function environmentOf(name: string): Record<string, string> {
    const { env, envFrom } = containerOf(name)
    const maps = ofKind(manifests, 'ConfigMap')
    return {
      ...Object.assign({}, ...envFrom.map(({ configMapRef }) => maps.find(named(configMapRef.name))!.data)),
      ...Object.fromEntries(env.map(({ name: variable, value }) => [variable, value])),
    }
  }

  it('runs each service from its main.ts, and the migrator', () => {
    for (const name of serviceNames) expect(entryOf(containerOf(name).command!)).toBe(`services/${name}/src/main.ts`)
    const [job] = ofKind(manifests, 'Job')
    expect(entryOf(job!.spec.template.spec.containers[0]!.command!)).toBe('infra/local/migrate.ts')
  })

  it.each(serviceNames)('gives %s all variables that it needs and none that it would not read', (name) => {
    const env = environmentOf(name)
    expect(unknownVariables(name, env)).toEqual([])
    const secrets = mkdtempSync(join(folder, 'mounted-'))
    const generated = join(folder, 'overlays/dev/secrets')
    const own = `${envName(name)}_`
    for (const file of readdirSync(generated).filter((each) => each !== 'DATABASE_URL'))
      cpSync(join(generated, file), join(secrets, file.startsWith(own) ? file.slice(own.length) : file))
    if (overlay === 'production') {
      writeFileSync(join(secrets, 'SMTP_URL'), 'smtps://mail.example.com')
      for (const key of ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']) writeFileSync(join(secrets, key), 'a key')
    }
    const mounted = Object.entries(env).map(([key, value]) => [key, value.replace('/run/secrets/parley', secrets)])
    expect(() => loadConfig(configs[name], Object.fromEntries(mounted))).not.toThrow()
  })

  it.each(serviceNames)('points %s at Services that are there, at a port they have', (name) => {
    const services = ofKind(manifests, 'Service')
    for (const [variable, value] of Object.entries(environmentOf(name))) {
      if (!/^(CHANNELS|MESSAGING|CHAT_ENGINE|INTEGRATIONS|SUPPORT_DESK|SMTP)_URL$/.test(variable)) continue
      const { hostname, port } = new URL(value)
      const ports = services.find(named(hostname))?.spec.ports.map((each) => String(each.port))
      expect(ports, variable).toContain(port)
    }
  })

  it('has every secret that its pods mount, with every file that they read', () => {
    const secrets = ofKind(manifests, 'Secret')
    if (overlay === 'production') {
      expect(secrets, 'production’s secrets are not in the repository').toEqual([])
      return
    }
    for (const { name, template } of workloads(manifests)) {
      const [container] = template.spec.containers
      const wanted = container!.env
        .filter((each) => each.name.endsWith('_FILE'))
        .map(({ value }) => value.split('/').at(-1)!)
      const mounted = template.spec.volumes.find(({ secret }) => secret)?.secret?.secretName
      const offered = Object.keys(secrets.find(named(mounted ?? ''))?.data ?? {})
      // SMTP_URL is plain configuration here; the variable itself wins over its _FILE.
      const needed = wanted.filter((file) => file !== 'SMTP_URL')
      expect(offered, name).toEqual(expect.arrayContaining(needed))
      const own = serviceNames.find((each) => each === name && calleesOf(each).length > 0)
      expect(offered.includes('INTERNAL_SIGNING_KEY'), name).toBe(own !== undefined)
    }
  })

  it('hands over what a Secret may have, as docs/operations.md says', () => {
    const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8')
    const rows = [...operations.matchAll(/^\| `(parley-([a-z-]+))` \|.* perhaps (.*) \|$/gm)]
    expect(rows.map(([, , name]) => name).sort()).toEqual(['chat-engine', 'gateway', 'support-desk'])
    for (const [, secret, service, keys] of rows) {
      const named = [...keys!.matchAll(/`([A-Z_]+)`/g)].map(([, key]) => key!)
      const { env } = containerOf(service as ServiceName)
      // Kustomize adds a hash of the contents to the names of those that it makes.
      const given = env.flatMap((each) => (each.secret?.name.startsWith(secret!) ? [[each.name, each.secret.key]] : []))
      expect(given, service).toEqual(named.map((key) => [key, key]))
    }
  })

  it('selects with every Service, disruption budget and autoscaler what it is meant for', () => {
    const pods = workloads(manifests)
    for (const { metadata, spec } of ofKind(manifests, 'Service')) {
      const selected = pods.filter(({ template }) =>
        selects({ matchLabels: spec.selector ?? {}, matchExpressions: [] }, template.metadata.labels),
      )
      expect(selected.map(({ name }) => name)).toEqual([metadata.name])
      const names = selected[0]!.template.spec.containers[0]!.ports.map((port) => port.name)
      for (const { targetPort } of spec.ports) expect(names, metadata.name).toContain(targetPort)
    }
    for (const { metadata, spec } of ofKind(manifests, 'PodDisruptionBudget')) {
      const selected = pods.filter(({ template }) => selects(spec.selector, template.metadata.labels))
      expect(selected.map(({ name }) => name)).toEqual([metadata.name])
    }
    for (const { spec } of [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'StatefulSet')])
      expect(selects(spec.selector, spec.template.metadata.labels)).toBe(true)
    for (const { spec } of ofKind(manifests, 'HorizontalPodAutoscaler')) {
      // Both would fight over the number.
      expect(deployment(spec.scaleTargetRef.name).spec.replicas).toBeUndefined()
    }
  })

  it('gives every service its probes, on a port it has, and time to drain before it is killed', () => {
    for (const name of serviceNames) {
      const { startupProbe, livenessProbe, readinessProbe, lifecycle, ports } = containerOf(name)
      for (const [probe, path] of [
        [startupProbe, '/healthz'],
        [livenessProbe, '/healthz'],
        [readinessProbe, '/readyz'],
      ] as const) {
        expect(probe?.httpGet?.path, name).toBe(path)
        expect(ports.map((port) => port.name)).toContain(probe?.httpGet?.port)
      }
      expect(readinessProbe!.timeoutSeconds, 'readiness itself waits 2 s').toBeGreaterThan(2)
      const { terminationGracePeriodSeconds } = deployment(name).spec.template.spec
      expect(terminationGracePeriodSeconds).toBeGreaterThan(lifecycle!.preStop.sleep.seconds + hardStopSeconds)
      expect(Number(environmentOf(name).DRAIN_TIMEOUT_MS)).toBeLessThan(hardStopSeconds * 1000)
    }
  })

  it('contains every pod: not root, read-only, without capabilities, rights or boundless memory', () => {
    for (const { name, template } of workloads(manifests)) {
      const { spec } = template
      const [container] = spec.containers
      expect(spec.securityContext, name).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      expect(spec.automountServiceAccountToken, name).toBe(false)
      expect(container!.securityContext, name).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(container!.resources.limits.memory, name).toBeDefined()
      const mounted = container!.volumeMounts.map((mount) => mount.name)
      const claims = ofKind(manifests, 'StatefulSet')
        .filter((set) => set.metadata.name === name)
        .flatMap((set) => set.spec.volumeClaimTemplates.map((claim) => claim.metadata.name))
      expect(mounted.sort(), name).toEqual([...spec.volumes.map((volume) => volume.name), ...claims].sort())
    }
  })

  it('pins every image that is not ours', () => {
    for (const { name, template } of workloads(manifests)) {
      const { image } = template.spec.containers[0]!
      if (!image.startsWith('parley:')) expect(image, name).toMatch(pinned)
    }
  })

  describe('network policies', () => {
    /** Where a connection may come from or go to: one of our pods, or something outside of the namespace. */
    type End = { pod: string } | { namespace: Record<string, string>; pod?: string } | { address: 'public' | 'private' }

    const labelsOf = (pod: string): Record<string, string> => {
      const found = workloads(manifests).find(({ name }) => name === pod)
      return found ? found.template.metadata.labels : { 'k8s-app': pod }
    }

    function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, end: End): boolean {
      if (ipBlock) {
        if (!('address' in end)) return false
        const everywhere = ['0.0.0.0/0', '::/0'].includes(ipBlock.cidr)
        return end.address === 'public' ? everywhere : !everywhere
      }
      if ('address' in end) return false
      if (Boolean(namespaceSelector) !== 'namespace' in end) return false
      if (namespaceSelector && 'namespace' in end && !selects(namespaceSelector, end.namespace)) return false
      return !podSelector || (end.pod !== undefined && selects(podSelector, labelsOf(end.pod)))
    }

    function passes(direction: 'Ingress' | 'Egress', pod: string, other: End, port: number): boolean {
      const policies = ofKind(manifests, 'NetworkPolicy').filter(
        ({ spec }) => spec.policyTypes.includes(direction) && selects(spec.podSelector, labelsOf(pod)),
      )
      if (policies.length === 0) return true
      return policies.some(({ spec }) => {
        const rules =
          direction === 'Ingress'
            ? spec.ingress.map(({ from, ports }) => ({ peers: from, ports }))
            : spec.egress.map(({ to, ports }) => ({ peers: to, ports }))
        return rules.some(
          (rule) => rule.ports.some((each) => each.port === port) && rule.peers.some((peer) => isPeer(peer, other)),
        )
      })
    }

    const connects = (from: string, to: string, port: number) =>
      passes('Egress', from, { pod: to }, port) && passes('Ingress', to, { pod: from }, port)

    const others = serviceNames.filter((name) => name !== 'gateway')

    it('let the ingress controller reach the gateway and nothing behind it', () => {
      const ingress = { namespace: { 'parley.dev/ingress': 'true' } }
      expect(passes('Ingress', 'gateway', ingress, 8080)).toBe(true)
      for (const name of others) expect(passes('Ingress', name, ingress, 8080), name).toBe(false)
      for (const name of serviceNames) expect(passes('Ingress', name, { namespace: {} }, 8080), name).toBe(false)
    })

    it('let each service reach those that it calls, and no other', () => {
      for (const name of serviceNames)
        for (const other of serviceNames)
          expect(connects(name, other, 8080), `${name} → ${other}`).toBe(calleesOf(name).includes(other))
    })

    it('let every service reach PostgreSQL and Redis, and the migrator PostgreSQL alone', () => {
      const reaches = (name: string, store: string, port: number) =>
        overlay === 'dev' ? connects(name, store, port) : passes('Egress', name, { address: 'private' }, port)
      for (const name of serviceNames) {
        expect(reaches(name, 'postgres', 5432), name).toBe(true)
        expect(reaches(name, 'redis', 6379), name).toBe(true)
      }
      expect(reaches('migrate', 'postgres', 5432)).toBe(true)
      expect(reaches('migrate', 'redis', 6379)).toBe(false)
    })

    it('let those with files reach a bucket outside, and the gateway, chat-engine and integrations whatever URLs of users lead to', () => {
      const reaches = (name: string, address: 'public' | 'private') => passes('Egress', name, { address }, 443)
      const callers = [
        'chat-engine',
        'gateway',
        'integrations',
        ...(overlay === 'production' ? ['messaging', 'support-desk'] : []),
      ]
      expect(serviceNames.filter((name) => reaches(name, 'public')).sort()).toEqual(callers)
      for (const name of ['gateway', 'chat-engine', 'integrations']) expect(reaches(name, 'private'), name).toBe(false)
    })

    it('let everyone resolve names, and the gateway alone send mail', () => {
      const dns = { namespace: { 'kubernetes.io/metadata.name': 'kube-system' }, pod: 'kube-dns' }
      for (const { name } of workloads(manifests)) expect(passes('Egress', name, dns, 53), name).toBe(true)
      const mails = (name: string) =>
        overlay === 'dev' ? connects(name, 'mailpit', 1025) : passes('Egress', name, { address: 'public' }, 587)
      expect(mails('gateway')).toBe(true)
      for (const name of others) expect(mails(name), name).toBe(false)
    })

    it('let Prometheus in, and traces out', () => {
      const monitoring = { namespace: { 'parley.dev/monitoring': 'true' } }
      for (const name of serviceNames) {
        expect(passes('Ingress', name, monitoring, 8080), name).toBe(true)
        expect(passes('Egress', name, monitoring, 4318), name).toBe(true)
      }
    })
  })
})

const named =
  (name: string) =>
  ({ metadata }: Manifest): boolean =>
    metadata.name === name
