import type { Effect } from "effect"
import type { Place } from "../_test_world.ts"
import { send, type TestResponse } from "../serve/_test_client.ts"
import type { RouteRequest } from "./_test_route_book.ts"
import type { DeclaredRoute } from "./_test_routes.ts"

/** Sends a request to a route: with the session or the key of a place, as the route wants it. */
export const askRoute = (
  port: number,
  route: DeclaredRoute,
  place: Place,
  { params = {}, query = {}, body, headers = {}, browser = place.browser, key = place.key }: RouteRequest
): Effect.Effect<TestResponse> => {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""))
  const pairs = Object.entries(query).flatMap(([name, given]) =>
    [given].flat().map((value): [string, string] => [name, value])
  )
  const search = new URLSearchParams(pairs).toString()
  const address = `${path}${search === "" ? "" : `?${search}`}`
  const request = { method: route.method, ...(body === undefined ? {} : { body }) }
  if (route.path.startsWith("/v1")) {
    return send(port, address, { ...request, headers: { authorization: `Bearer ${key}`, ...headers } })
  }
  return browser.send(`http://localhost${address}`, { ...request, headers }, port)
}
