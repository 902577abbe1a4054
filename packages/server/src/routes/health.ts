import { unavailable } from '../errors.ts'
import type { Answer, Route } from '../http/routes.ts'
import type { Service } from '../service.ts'

const text = 'text/plain; charset=utf-8'

/** Health: live as soon as it listens, ready between the warm-up and the signal to stop. */
export function healthRoutes(service: Service): Route[] {
  const route = (path: string, handle: () => Answer): Route => ({ method: 'GET', path, errors: 'oip', handle })
  const plain = () => ({ type: text, body: ready(service, 'ok\n') })
  return [
    route('/v2/health/live', () => ({ body: { live: true } })),
    route('/v2/health/ready', () => ({ body: ready(service, { live: true, ready: true }) })),
    route('/healthz', () => ({ type: text, body: 'ok\n' })),
    ...['/ping', '/health'].map((path) => route(path, plain)),
  ]
}

function ready<Body>(service: Service, body: Body): Body {
  if (service.state() === 'ready') return body
  throw unavailable(service.state() === 'starting' ? 'the model is not ready yet' : 'the server is stopping')
}
