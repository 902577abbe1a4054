import type { Route } from '../http/routes.ts'
import type { Service } from '../service.ts'
import { healthRoutes } from './health.ts'
import { homeRoutes } from './home.ts'
import { invocationRoutes } from './invocations.ts'
import { oipRoutes } from './oip.ts'

/** Every path of the server. */
export function allRoutes(service: Service): Route[] {
  const routes = [...healthRoutes(service), ...oipRoutes(service), ...invocationRoutes(service)]
  return [...routes, ...homeRoutes(service, routes)]
}
