import type { Route } from '../http/routes.ts'
import type { Service } from '../service.ts'

/** The list of paths, and what Prometheus reads. */
export function homeRoutes({ document, version, metrics }: Service, others: readonly Route[]): Route[] {
  const list = others.map(({ method, path }) => `${method} ${path}`)
  const routes = [...list, 'GET /metrics', 'GET /']
  return [
    {
      method: 'GET',
      path: '/',
      errors: 'oip',
      handle: () => ({ body: { status: 'alive', model: document.name, version, routes } }),
    },
    {
      method: 'GET',
      path: '/metrics',
      errors: 'oip',
      handle: async () => ({ type: metrics.contentType, body: await metrics.text() }),
    },
  ]
}
