import type { EvaluationReference } from '@trainyard/evidence'
import type { ContainerConfig, HistoryEntry, ImageConfig } from '@trainyard/oci'
import type { Base } from './base/types.ts'
import type { ImageLayer, ImageRequest } from './types.ts'

const epoch = '1970-01-01T00:00:00Z'
const server = '/app/server/index.js'
const second = 1e9

/** The configuration of the image: how its server is started, checked and stopped, and what it holds. */
export function imageConfig(
  request: ImageRequest,
  base: Base,
  layers: readonly ImageLayer[],
  evaluation: EvaluationReference | null,
): ImageConfig {
  const history = base.history && [...base.history, ...layers.filter(({ name }) => name !== 'base').map(historyEntry)]
  return {
    ...base.platform,
    created: epoch,
    config: containerConfig(base, { ...request.labels, ...labels(request, base, evaluation) }),
    rootfs: { type: 'layers', diff_ids: layers.map(({ layer }) => layer.diffId) },
    ...(history && { history }),
  }
}

export function historyEntry({ name }: Pick<ImageLayer, 'name'>): HistoryEntry {
  return { created: epoch, created_by: `trainyard build-image: ${name}` }
}

function containerConfig({ container, node }: Base, added: Readonly<Record<string, string>>): ContainerConfig {
  return {
    User: '65532',
    ExposedPorts: { '8080/tcp': {} },
    Env: mergeEnv(container.Env ?? [], ['NODE_ENV=production', 'ORT_DISABLE_TELEMETRY=1']),
    Entrypoint: [node, server, '--model', '/models'],
    WorkingDir: '/app',
    Labels: sorted({ ...container.Labels, ...added }),
    StopSignal: 'SIGTERM',
    Healthcheck: {
      Test: ['CMD', node, server, '--healthcheck'],
      Interval: 10 * second,
      Timeout: 3 * second,
      StartPeriod: 10 * second,
      Retries: 3,
    },
  }
}

function labels({ model, name }: ImageRequest, base: Base, evaluation: EvaluationReference | null) {
  return {
    'org.opencontainers.image.title': name,
    'org.opencontainers.image.base.name': base.document.reference,
    ...(base.document.digest && { 'org.opencontainers.image.base.digest': base.document.digest }),
    'dev.trainyard.model.sha256': model.document.sha256,
    ...(evaluation && { 'dev.trainyard.evaluation.sha256': evaluation.sha256 }),
  }
}

function mergeEnv(base: readonly string[], added: readonly string[]): string[] {
  const names = new Set(added.map(nameOf))
  return [...base.filter((line) => !names.has(nameOf(line))), ...added]
}

function nameOf(line: string): string {
  return line.split('=', 1)[0] ?? line
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
