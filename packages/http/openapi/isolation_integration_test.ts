import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { makeWorld, neverId, type Place, slowName, type World } from "../_test_world.ts"
import type { TestResponse } from "../serve/_test_client.ts"
import { openStream } from "../service/_test_open_stream.ts"
import { askRoute } from "./_test_ask_route.ts"
import { type RouteRequest, routeBook } from "./_test_route_book.ts"
import { type DeclaredRoute, declaredRoutes } from "./_test_routes.ts"

/** A place of a world that has a run at work. */
interface BusyPlace extends Place {
  readonly task: string
  /** By the names of the routes that they are for. */
  readonly formTokens: ReadonlyMap<string, string>
  readonly requestFor: (route: DeclaredRoute) => RouteRequest
}

/** The token of a form of the place that a route shows or answers. */
const tokenOf = (place: BusyPlace, { name }: DeclaredRoute): string => place.formTokens.get(name) ?? assert.fail(name)

/** For each name of an id the ids of somebody else that could stand there. */
const others: Readonly<Record<string, (place: BusyPlace, route: DeclaredRoute) => ReadonlyArray<string>>> = {
  app_id: ({ app, chat }) => [app, chat],
  run_id: ({ draftRun, publishedRun }) => [draftRun, publishedRun],
  workflow_run_id: ({ draftRun, publishedRun }) => [draftRun, publishedRun],
  last_id: ({ draftRun, publishedRun }) => [draftRun, publishedRun],
  key_id: ({ keyId }) => [keyId],
  task_id: ({ task, draftRun }) => [task, draftRun],
  workflow_id: ({ version }) => [version],
  tenant_id: ({ tenantId }) => [tenantId],
  form_token: (place, route) => [tokenOf(place, route)]
}

/** Ids that name nothing by themselves. */
const names: ReadonlyMap<string, string> = new Map([
  ["node_id", "a node inside of a run"],
  ["output_name", "an output of a node inside of a run"],
  ["conversation_id", "the caller's own name for a conversation; nothing is looked up by it"],
  ["parent_message_id", "the caller's own name for a message; nothing is looked up by it"],
  ["trace_session_id", "the caller's own name for a session; nothing is looked up by it"]
])

/** What a route answers for whatever id: there is nothing to tell apart. */
const alwaysSucceeds: ReadonlySet<string> = new Set([
  "draftRuns.stopTask task_id",
  "v1.runs.stopRun task_id",
  "workflowRuns.listRuns last_id",
  "workflowRuns.listChatRuns last_id"
])

interface Position {
  readonly route: DeclaredRoute
  readonly name: string
  readonly with: (request: RouteRequest, id: string) => RouteRequest
}

const positions: ReadonlyArray<Position> = declaredRoutes.flatMap((route) => [
  ...route.parameters.map((name) => ({
    route,
    name,
    with: (request: RouteRequest, id: string) => ({ ...request, params: { ...request.params, [name]: id } })
  })),
  ...route.queryIds.map((name) => ({
    route,
    name,
    with: (request: RouteRequest, id: string) => ({ ...request, query: { ...request.query, [name]: id } })
  })),
  ...route.bodyIds.map((name) => ({
    route,
    name,
    with: (request: RouteRequest, id: string) => ({ ...request, body: { ...Object(request.body), [name]: id } })
  }))
])

const checked = positions.filter(({ name }) => !names.has(name))

/** Everything of an answer that does not differ from request to request. */
const seen = ({ status, text, headers }: TestResponse) => {
  const { date: _date, "x-trace-id": _trace, "x-request-id": _request, ...kept } = headers
  return JSON.stringify([status, text, kept])
}

/** For each route that takes an id or reads something a request that the people of a place may make. */
const requestsOf = Effect.fnUntraced(function* (place: Place, world: World) {
  const requests = new Map<string, RouteRequest>()
  for (const { name } of declaredRoutes) {
    const make = routeBook[name] ?? assert.fail(name)
    requests.set(name, yield* make(place, world))
  }
  return (route: DeclaredRoute): RouteRequest => requests.get(route.name) ?? {}
})

/** Everything that the people of a place can read. */
const everythingOf = Effect.fnUntraced(function* (place: BusyPlace, world: World) {
  const texts: Array<string> = []
  for (const route of declaredRoutes.filter(({ method, guard }) => method === "GET" && guard !== "none")) {
    const { status, text } = yield* askRoute(world.port, route, place, place.requestFor(route))
    assert.strictEqual(status, 200, route.name)
    texts.push(`${route.name} ${text}`)
  }
  return texts
})

const busy = Effect.fnUntraced(function* (place: Place, world: World) {
  const stream = yield* openStream(world.port, place.key, { name: slowName })
  yield* Effect.addFinalizer(() => stream.leave)
  const requestFor = yield* requestsOf(place, world)
  const formTokens = new Map(declaredRoutes.map((route) => [route.name, requestFor(route).params?.form_token ?? ""]))
  return { ...place, task: yield* stream.taskId, formTokens, requestFor }
})

describe("attack: the ids of others", () => {
  it("are known for every place that takes an id, or the id is only a name", () => {
    const unknown = positions.filter(({ name }) => !names.has(name) && others[name] === undefined)
    assert.deepStrictEqual(
      unknown.map(({ route, name }) => `${route.name} ${name}`),
      []
    )
    const taken = new Set(positions.map(({ name }) => name))
    assert.deepStrictEqual(
      [...names.keys(), ...Object.keys(others)].filter((name) => !taken.has(name)),
      []
    )
    assert.isAbove(checked.length, 40)
  })

  it.live("answer byte for byte like ids that never were, and nothing happens", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld()
      const strangers = [yield* busy(world.foreign, world), yield* busy(world.sibling, world)]
      const requestFor = yield* requestsOf(world.own, world)
      const before = yield* Effect.forEach(strangers, (place) => everythingOf(place, world))
      for (const position of checked) {
        const { route, name } = position
        const where = `${route.name} ${name}`
        const ask = (request: RouteRequest, id: string) =>
          askRoute(world.port, route, world.own, position.with(request, id))
        const request = requestFor(route)
        const never = yield* ask(request, neverId)
        assert.strictEqual(never.status < 400, alwaysSucceeds.has(where), `${where}: ${never.status} ${never.text}`)
        for (const stranger of strangers) {
          // Another app of one's own workspace is one's own: only where an app is named is what belongs to it foreign.
          const isSibling = stranger.tenantId === world.own.tenantId
          const namesApp = route.guard === "key" || (route.parameters.includes("app_id") && name !== "app_id")
          if (isSibling && !namesApp) continue
          for (const id of others[name]?.(stranger, route) ?? []) {
            assert.strictEqual(seen(yield* ask(request, id)), seen(never), `${where} ${id}`)
            if (isSibling) continue
            // The whole request of the other one, but for who sends it.
            const { key: _key, browser: _browser, ...asked } = stranger.requestFor(route)
            const theirs = request.key === undefined ? asked : { ...asked, key: request.key }
            assert.strictEqual(seen(yield* ask(theirs, id)), seen(yield* ask(theirs, neverId)), `${where}, all theirs`)
          }
        }
      }
      const after = yield* Effect.forEach(strangers, (place) => everythingOf(place, world))
      assert.deepStrictEqual(after, before)
    }).pipe(Effect.scoped)
  )

  it.live("are not believed where no route asks for them: queries, bodies and headers", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld()
      const stranger = yield* busy(world.foreign, world)
      const requestFor = yield* requestsOf(world.own, world)
      const before = yield* everythingOf(stranger, world)
      const { tenantId, app, draftRun, version } = stranger
      const ids = { tenant_id: tenantId, workspace_id: tenantId, app_id: app, run_id: draftRun, workflow_id: version }
      const headers = {
        "x-workspace-id": tenantId,
        "x-tenant-id": tenantId,
        "x-app-id": app,
        "x-user-id": stranger.email
      }
      for (const route of declaredRoutes) {
        // The set-up is over, and a switch of the workspace is what asks for the id of one.
        if (/^system\.(setUp|proveInit)$/.test(route.name) || route.bodyIds.includes("tenant_id")) continue
        const { body, query, ...request } = requestFor(route)
        const more = body === undefined ? {} : { body: { ...ids, ...Object(body) } }
        const asked = { ...request, ...more, query: { ...ids, ...query }, headers }
        const { status, text } = yield* askRoute(world.port, route, world.own, asked)
        assert.isTrue(status >= 200 && status < 300, `${route.name}: ${status} ${text}`)
        assert.notInclude(text, stranger.draftRun, route.name)
      }
      assert.deepStrictEqual(yield* everythingOf(stranger, world), before)
    }).pipe(Effect.scoped)
  )
})
