import type { Route } from '../http/routes.ts'
import type { Service } from '../service.ts'

/** The list of paths, and what Prometheus reads. */
export function homeRoutes({ document, version, columns, metrics }: Service, others: readonly Route[]): Route[] {
  const list = others.map(({ method, path }) => `${method} ${path}`)
  const routes = [...list, 'GET /metrics', 'GET /']
  const named = columns.map(({ name, tensor }) => ({ name, text: tensor === 'string' }))
  return [
    {
      method: 'GET',
      path: '/',
      errors: 'oip',
      handle: () => ({ body: { status: 'alive', model: document.name, version, columns: named, routes } }),
    },
    {
      method: 'GET',
      path: '/metrics',
      errors: 'oip',
      handle: async () => ({ type: metrics.contentType, body: await metrics.text() }),
    },
  ]
}
