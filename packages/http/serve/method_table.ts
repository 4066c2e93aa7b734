import { FindMyWay } from "effect/http"
import { HttpApi, type HttpApiGroup } from "effect/http-api"

/** A method and the path it is for, parameters as `:name`. */
export interface RoutePath {
  readonly method: string
  readonly path: string
}

/** The routes of an API. */
export const routesOf = <Id extends string, Groups extends HttpApiGroup.Constraint>(
  api: HttpApi.HttpApi<Id, Groups>
): ReadonlyArray<RoutePath> => {
  const routes: Array<RoutePath> = []
  HttpApi.reflect(api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { method, path } }) => routes.push({ method, path })
  })
  return routes
}

/** Which methods a URL knows, sorted; none for an address without a route. */
export type MethodTable = (url: string) => ReadonlyArray<string>

const isPath = (path: string): path is FindMyWay.PathInput => path.startsWith("/")

/** The methods of all routes. `HEAD` goes with `GET`, and `OPTIONS` with everything. */
export const methodTable = (all: ReadonlyArray<RoutePath>): MethodTable => {
  const routes = FindMyWay.make<true>()
  for (const { method, path } of all) if (isPath(path)) routes.on(method, path, true)
  const methods = [...new Set(all.map(({ method }) => method))]
  return (url) => {
    const known = methods.filter((method) => routes.find(method, url) !== undefined)
    if (known.length === 0) return []
    return [...known, "OPTIONS", ...(known.includes("GET") ? ["HEAD"] : [])].toSorted()
  }
}
