import { assert, describe, it } from "@effect/vitest"
import { layerMemoryStores, type Stores } from "@flowglass/core"
import { layerPglite, Sealer } from "@flowglass/core/store/sql"
import { Effect, Layer, Redacted, Schema } from "effect"
import { FindMyWay } from "effect/http"
import { makeWorld, neverId, type World } from "../_test_world.ts"
import { routeBook } from "../openapi/_test_route_book.ts"
import { type DeclaredRoute, declaredRoutes } from "../openapi/_test_routes.ts"
import { send, type TestRequest, type TestResponse } from "./_test_client.ts"
import { fields, headerChoices, ids, jsonValues, methods, twists, types } from "./_test_hostile_parts.ts"
import { TestRandom } from "./_test_random.ts"

/** `FUZZ_SEED=7 FUZZ_NUMBER=123` makes request 123 of seed 7 again, alone. */
const seed = Number(process.env.FUZZ_SEED ?? 20_260_701)
const only = process.env.FUZZ_NUMBER === undefined ? undefined : Number(process.env.FUZZ_NUMBER)

interface Sent {
  readonly path: string
  readonly request: TestRequest
}

const routes = FindMyWay.make<DeclaredRoute>()
for (const route of declaredRoutes) if (isPath(route.path)) routes.on(route.method, route.path, route)

function isPath(path: string): path is FindMyWay.PathInput {
  return path.startsWith("/")
}

const routeOf = (method: string, path: string): DeclaredRoute | undefined =>
  routes.find(method === "HEAD" ? "GET" : method, path.replace(/#.*$/, ""))?.handler

const isRefreshFailure = Schema.is(Schema.Struct({ result: Schema.Literal("fail"), message: Schema.String }))
const isEnvelope = Schema.is(Schema.Struct({ code: Schema.String, message: Schema.String, status: Schema.Int }))

/** What may be answered where no route is. */
const withoutRoute = new Map([
  ["not_found", 404],
  ["method_not_allowed", 405],
  ["bad_request", 400]
])

/** Why an answer is none that the server declares; undefined if it is one. */
const problemOf = ({ path, request }: Sent, { status, json, text }: TestResponse): string | undefined => {
  if (status >= 500 || status < 200) return `${status} ${text}`
  const route = routeOf(request.method ?? "GET", path)
  if (status < 400 && request.method !== "OPTIONS") {
    return route?.successes.has(status) === true ? undefined : `${route?.name ?? "no route"} does not declare ${status}`
  }
  if (status < 400 || request.method === "HEAD") return undefined
  if (isRefreshFailure(json) && route?.name === "session.refreshToken") return undefined
  if (!isEnvelope(json) || json.status !== status) return `${status} ${text}`
  const declared = route?.codes ?? withoutRoute
  return declared.get(json.code) === status ? undefined : `${route?.name ?? "no route"} does not declare ${text}`
}

const bodyOf = (random: TestRandom): string | Uint8Array => {
  const kind = random.below(8)
  if (kind === 0) return ""
  if (kind === 1) return "[".repeat(random.below(400))
  if (kind === 2) return Uint8Array.from({ length: random.below(60) }, () => random.below(256))
  if (kind === 3) return random.pick(jsonValues)
  if (kind === 4) return " ".repeat(90_000 + random.below(20_000))
  const entry = () => `${JSON.stringify(random.pick(fields))}:${random.pick(jsonValues)}`
  const entries = Array.from({ length: random.below(5) }, entry)
  return `{${entries.join(",")}${random.oneIn(9) ? "," : ""}}`
}

/** Credentials as they were after signing in: no answer changes them. */
const credentialsOf = ({ own }: World) => ({
  session: {
    cookie: own.browser.jar.map(({ name, value }) => `${name}=${value}`).join("; "),
    "x-csrf-token": own.browser.cookie("csrf_token") ?? ""
  },
  key: { authorization: `Bearer ${own.key}` }
})

type Credentials = ReturnType<typeof credentialsOf>

/** Anything at all, near the routes. */
const wildRequest = (random: TestRandom, { sibling }: World, { session, key }: Credentials): Sent => {
  const places = [...declaredRoutes, ...["/v1/name", "/nowhere", "/"].map((path) => ({ path, method: "GET" }))]
  const place = random.pick(places)
  const method = random.oneIn(2) ? random.pick(methods) : place.method
  const known = place.path.replaceAll(/:\w+/g, () => (random.oneIn(3) ? random.pick(ids) : sibling.app))
  const type = random.pick(types)
  const headers = {
    ...(type === "" ? {} : { "content-type": type }),
    ...(random.oneIn(3) ? {} : session),
    ...(random.oneIn(2) ? key : {}),
    ...random.pick(headerChoices)
  }
  const hasBody = method !== "HEAD" && method !== "TRACE" && !random.oneIn(3)
  return {
    path: encodeURI(`${known}${random.pick(twists)}`).replaceAll("%25", "%"),
    request: { method, headers, ...(hasBody ? { body: bodyOf(random) } : {}) }
  }
}

/** A request that a route carries out, with one thing wrong. */
const bentRequest = Effect.fnUntraced(function* (random: TestRandom, world: World, { session, key }: Credentials) {
  const route = random.pick(declaredRoutes)
  const { own, foreign } = world
  const { params = {}, query = {}, body } = yield* (routeBook[route.name] ?? assert.fail(route.name))(own, world)
  const bent = random.below(8)
  const idPool = [own.app, own.chat, own.draftRun, own.publishedRun, own.version, own.keyId, foreign.app, neverId, "m"]
  const otherId = () => encodeURIComponent(random.oneIn(2) ? random.pick(idPool) : decoded(random.pick(ids)))
  const bentName = random.below(Math.max(1, route.parameters.length))
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    bent === 0 && route.parameters[bentName] === name ? otherId() : encodeURIComponent(params[name] ?? "")
  )
  const pairs = Object.entries(query).flatMap(([name, given]) =>
    [given].flat().map((value): [string, string] => [name, value])
  )
  const search = new URLSearchParams(pairs)
  if (bent === 1)
    search.set(random.pick(["page", "limit", "status", "user", "last_id", ...fields]), random.pick(jsonValues))
  const keys = Object.keys(Object(body))
  const field = keys.length === 0 || random.oneIn(4) ? random.pick(fields) : random.pick(keys)
  const changed = () => {
    if (bent === 5) return bodyOf(random)
    return bent === 2 || bent > 5 ? bentJson(body, field, random.pick(jsonValues)) : JSON.stringify(body)
  }
  const headers = {
    ...(body === undefined ? {} : { "content-type": bent === 3 ? random.pick(types) : "application/json" }),
    ...(route.path.startsWith("/v1") ? key : session),
    ...(bent === 4 ? random.pick(headerChoices) : {})
  }
  const text = search.toString()
  const sent: Sent = {
    path: `${path}${text === "" ? "" : `?${text}`}`,
    request: { method: route.method, headers, ...(body === undefined ? {} : { body: changed() }) }
  }
  return sent
})

const decoded = (id: string): string => {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/** JSON with one member replaced; names such as `__proto__` are members too. */
const bentJson = (body: unknown, field: string, value: string): string => {
  const members = Object.entries(Object(body)).filter(([name]) => name !== field)
  const texts = members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`)
  return `{${[...texts, `${JSON.stringify(field)}:${value}`].join(",")}}`
}

const fuzz = Effect.fnUntraced(function* (amount: number, stores: Layer.Layer<Stores>) {
  const world = yield* makeWorld({ bodyLimit: 100_000 }, stores)
  const credentials = credentialsOf(world)
  const seen = new Map<number, number>()
  const problems: Array<string> = []
  for (const number of only === undefined ? Array.from({ length: amount }, (_, index) => index) : [only]) {
    const random = new TestRandom(seed + number * 7919)
    const sent = random.oneIn(2)
      ? wildRequest(random, world, credentials)
      : yield* bentRequest(random, world, credentials)
    const response = yield* send(world.port, sent.path, sent.request)
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
    const problem = problemOf(sent, response)
    const { method, headers, body } = sent.request
    const what = `${method} ${sent.path} ${JSON.stringify(headers)} ${String(body)}`
    if (problem !== undefined)
      problems.push(`FUZZ_SEED=${seed} FUZZ_NUMBER=${number}: ${what.slice(0, 300)}: ${problem}`)
  }
  assert.deepStrictEqual(problems, [])
  assert.notProperty({}, "polluted")
  return seen
})

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))

describe("fuzz", () => {
  it.live(
    `2000 requests of seed ${seed}: never a 5xx, and only answers that the route declares`,
    () =>
      Effect.gen(function* () {
        const seen = yield* fuzz(2000, layerMemoryStores())
        if (process.env.FUZZ_SEED !== undefined || only !== undefined) return
        // The requests reach different places, or the test would show nothing.
        for (const status of [200, 201, 204, 400, 401, 403, 404, 405, 413, 415]) {
          assert.isAbove(seen.get(status) ?? 0, 0, `${status}`)
        }
      }),
    120_000
  )

  it.live(
    `300 requests of seed ${seed} on a database`,
    () => fuzz(300, Layer.orDie(Layer.provide(layerPglite(), sealer))),
    120_000
  )
})
