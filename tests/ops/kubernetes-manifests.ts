import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { root } from './repository.ts'

const text = z.string()
const Labels = z.record(text, text)
const Metadata = z.strictObject({
  name: text,
  namespace: text.optional(),
  labels: Labels.optional(),
  annotations: Labels.optional(),
})
const Selector = z.strictObject({
  matchLabels: Labels.default({}),
  matchExpressions: z
    .array(z.strictObject({ key: text, operator: z.literal('In'), values: z.array(text) }))
    .default([]),
})
export type Selector = z.output<typeof Selector>

const PortRef = z.union([text, z.int()])
const Probe = z.strictObject({
  httpGet: z.strictObject({ path: text, port: PortRef }).optional(),
  exec: z.strictObject({ command: z.array(text) }).optional(),
  periodSeconds: z.int(),
  timeoutSeconds: z.int().optional(),
  failureThreshold: z.int().optional(),
})
const Quantities = z.strictObject({ cpu: text.optional(), memory: text.optional(), storage: text.optional() })

/** A key of a secret that need not be there: then the variable is unset. */
const OptionalSecret = z
  .strictObject({
    name: text,
    valueFrom: z.strictObject({
      secretKeyRef: z.strictObject({ name: text, key: text, optional: z.literal(true) }),
    }),
  })
  .transform(({ name, valueFrom }) => ({ name, value: '', secret: valueFrom.secretKeyRef }))

const Container = z.strictObject({
  name: text,
  image: text,
  imagePullPolicy: z.enum(['IfNotPresent', 'Always']).optional(),
  command: z.array(text).optional(),
  env: z
    .array(z.union([z.strictObject({ name: text, value: text, secret: z.undefined().optional() }), OptionalSecret]))
    .default([]),
  envFrom: z.array(z.strictObject({ configMapRef: z.strictObject({ name: text }) })).default([]),
  ports: z.array(z.strictObject({ name: text, containerPort: z.int() })).default([]),
  startupProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  lifecycle: z.strictObject({ preStop: z.strictObject({ sleep: z.strictObject({ seconds: z.int() }) }) }).optional(),
  resources: z.strictObject({ requests: Quantities, limits: Quantities }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.strictObject({ drop: z.array(text) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: text, mountPath: text, readOnly: z.boolean().optional() })).default([]),
})

const PodTemplate = z.strictObject({
  metadata: z.strictObject({ labels: Labels, annotations: Labels.optional() }),
  spec: z.strictObject({
    restartPolicy: z.enum(['OnFailure']).optional(),
    serviceAccountName: text.optional(),
    automountServiceAccountToken: z.boolean(),
    enableServiceLinks: z.boolean(),
    terminationGracePeriodSeconds: z.int().optional(),
    securityContext: z.strictObject({
      runAsNonRoot: z.boolean(),
      runAsUser: z.int(),
      runAsGroup: z.int(),
      fsGroup: z.int(),
      seccompProfile: z.strictObject({ type: text }),
    }),
    topologySpreadConstraints: z
      .array(
        z.strictObject({
          maxSkew: z.int(),
          topologyKey: text,
          whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
          labelSelector: Selector,
          matchLabelKeys: z.array(text),
        }),
      )
      .optional(),
    containers: z.array(Container).length(1),
    volumes: z
      .array(
        z.strictObject({
          name: text,
          emptyDir: z.strictObject({ sizeLimit: text.optional() }).optional(),
          secret: z.strictObject({ secretName: text, defaultMode: z.int() }).optional(),
          persistentVolumeClaim: z.strictObject({ claimName: text }).optional(),
        }),
      )
      .default([]),
  }),
})
export type PodTemplate = z.output<typeof PodTemplate>

const of = <K extends string, S extends z.ZodRawShape>(apiVersion: string, kind: K, shape: S) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata: Metadata, ...shape })

const policyPorts = z.array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port: z.int() }))
const Peer = z.strictObject({
  podSelector: Selector.optional(),
  namespaceSelector: Selector.optional(),
  ipBlock: z.strictObject({ cidr: text, except: z.array(text).optional() }).optional(),
})
export type Peer = z.output<typeof Peer>

/** The part of the Kubernetes API that we use. Anything else is a mistake until it is added here. */
const Manifest = z.discriminatedUnion('kind', [
  of('v1', 'Namespace', {}),
  of('v1', 'ServiceAccount', { automountServiceAccountToken: z.boolean() }),
  of('v1', 'ConfigMap', { data: z.record(text, text) }),
  of('v1', 'Secret', { type: z.literal('Opaque'), data: z.record(text, text) }),
  of('v1', 'PersistentVolumeClaim', {
    spec: z.strictObject({ accessModes: z.array(text), resources: z.strictObject({ requests: Quantities }) }),
  }),
  of('v1', 'Service', {
    spec: z.strictObject({
      selector: Labels.optional(),
      ports: z.array(z.strictObject({ name: text, port: z.int(), targetPort: PortRef.optional() })),
    }),
  }),
  of('apps/v1', 'Deployment', {
    spec: z.strictObject({
      replicas: z.int().optional(),
      revisionHistoryLimit: z.int().optional(),
      strategy: z
        .strictObject({ rollingUpdate: z.strictObject({ maxSurge: z.int(), maxUnavailable: z.int() }) })
        .optional(),
      selector: Selector,
      template: PodTemplate,
    }),
  }),
  of('apps/v1', 'StatefulSet', {
    spec: z.strictObject({
      serviceName: text,
      selector: Selector,
      template: PodTemplate,
      volumeClaimTemplates: z.array(
        z.strictObject({
          metadata: z.strictObject({ name: text }),
          spec: z.strictObject({
            accessModes: z.array(text),
            resources: z.strictObject({ requests: Quantities }),
          }),
        }),
      ),
    }),
  }),
  of('batch/v1', 'Job', {
    spec: z.strictObject({
      backoffLimit: z.int(),
      activeDeadlineSeconds: z.int(),
      ttlSecondsAfterFinished: z.int(),
      template: PodTemplate,
    }),
  }),
  of('policy/v1', 'PodDisruptionBudget', {
    spec: z.strictObject({ maxUnavailable: z.int(), selector: Selector }),
  }),
  of('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({ apiVersion: text, kind: text, name: text }),
      minReplicas: z.int(),
      maxReplicas: z.int(),
      metrics: z.array(
        z.strictObject({
          type: z.literal('Resource'),
          resource: z.strictObject({
            name: z.literal('cpu'),
            target: z.strictObject({ type: z.literal('AverageValue'), averageValue: text }),
          }),
        }),
      ),
      behavior: z.strictObject({ scaleDown: z.strictObject({ stabilizationWindowSeconds: z.int() }) }),
    }),
  }),
  of('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: z.strictObject({
      podSelector: Selector,
      policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
      ingress: z.array(z.strictObject({ from: z.array(Peer), ports: policyPorts })).default([]),
      egress: z.array(z.strictObject({ to: z.array(Peer), ports: policyPorts })).default([]),
    }),
  }),
  of('networking.k8s.io/v1', 'Ingress', {
    spec: z.strictObject({
      tls: z.array(z.strictObject({ hosts: z.array(text), secretName: text })),
      rules: z.array(
        z.strictObject({
          host: text,
          http: z.strictObject({
            paths: z.array(
              z.strictObject({
                path: text,
                pathType: z.enum(['Prefix', 'Exact']),
                backend: z.strictObject({
                  service: z.strictObject({ name: text, port: z.strictObject({ name: text }) }),
                }),
              }),
            ),
          }),
        }),
      ),
    }),
  }),
  of('gateway.networking.k8s.io/v1', 'HTTPRoute', {
    spec: z.strictObject({
      parentRefs: z.array(z.strictObject({ name: text, namespace: text })),
      hostnames: z.array(text),
      rules: z.array(
        z.strictObject({
          matches: z.array(
            z.strictObject({ path: z.strictObject({ type: z.enum(['Exact', 'PathPrefix']), value: text }) }),
          ),
          filters: z.array(z.unknown()).optional(),
          backendRefs: z.array(z.strictObject({ name: text, port: z.int() })).optional(),
          timeouts: z.strictObject({ request: text, backendRequest: text }).optional(),
        }),
      ),
    }),
  }),
])
export type Manifest = z.output<typeof Manifest>
export type Kind<K extends Manifest['kind']> = Extract<Manifest, { kind: K }>

/** The command that renders a kustomization, where this machine has one. */
export const kustomize: string[] | undefined = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
].find(([program]) => spawnSync(program!, ['version', '--client'], { stdio: 'ignore' }).error === undefined)

/** What `kubectl apply -k` would send. */
export function render(folder: string): Manifest[] {
  const [program, ...args] = kustomize!
  const rendered = spawnSync(program!, [...args, join(root, folder)], { encoding: 'utf8' })
  if (rendered.status !== 0) throw new Error(rendered.stderr)
  return parseAllDocuments(rendered.stdout).map((document) => parseManifest(document.toJS()))
}

export function parseManifest(value: unknown): Manifest {
  const parsed = Manifest.safeParse(value)
  if (parsed.success) return parsed.data
  const { kind, metadata } = value as { kind?: string; metadata?: { name?: string } }
  throw new Error(`${kind} ${metadata?.name}: ${z.prettifyError(parsed.error)}`)
}

export const ofKind = <K extends Manifest['kind']>(manifests: Manifest[], kind: K): Kind<K>[] =>
  manifests.filter((manifest): manifest is Kind<K> => manifest.kind === kind)

/** Everything that makes pods, with their template. */
export const workloads = (manifests: Manifest[]) =>
  [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'StatefulSet'), ...ofKind(manifests, 'Job')].map(
    ({ kind, metadata, spec }) => ({ kind, name: metadata.name, template: spec.template }),
  )

export const selects = ({ matchLabels, matchExpressions }: Selector, labels: Record<string, string>): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, values }) => labels[key] !== undefined && values.includes(labels[key]))
