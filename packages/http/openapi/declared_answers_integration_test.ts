import { assert, describe, it } from "@effect/vitest"
import { Effect, Logger, Predicate, Schema } from "effect"
import { secretOfTheDatabase } from "../_test_faults.ts"
import { generalProvocations } from "./_test_general_provocations.ts"
import { particularProvocations } from "./_test_particular_provocations.ts"
import { refusalProvocations } from "./_test_refusal_provocations.ts"
import { routeBook } from "./_test_route_book.ts"
import { type DeclaredRoute, declaredRoutes } from "./_test_routes.ts"
import { makeStage } from "./_test_stage.ts"

const isCodeOf = (json: unknown, code: string): boolean => Predicate.hasProperty(json, "code") && json.code === code

const provocationOf = ({ name }: DeclaredRoute, code: string) =>
  particularProvocations[`${name} ${code}`] ?? generalProvocations[code] ?? refusalProvocations[code]

/** The first account is there once: what leads to it is asked at a server that nobody has set up. */
const servers: Readonly<Record<string, "bare" | "gated">> = { "system.setUp": "bare", "system.proveInit": "gated" }

const silent = Effect.provide(Logger.layer([]))

describe("every route", () => {
  it("is in the book of routes, and the book has no other", () => {
    assert.deepStrictEqual(Object.keys(routeBook).toSorted(), declaredRoutes.map(({ name }) => name).toSorted())
  })

  it("declares no code that nothing here provokes", () => {
    const missing = declaredRoutes.flatMap((route) =>
      [...route.codes.keys()].flatMap((code) =>
        provocationOf(route, code) === undefined ? [`${route.name} ${code}`] : []
      )
    )
    assert.deepStrictEqual(missing, [])
    const pairs = new Set(
      declaredRoutes.flatMap(({ name, codes }) => [...codes.keys()].map((code) => `${name} ${code}`))
    )
    const idle = Object.keys(particularProvocations).filter((pair) => !pairs.has(pair))
    assert.deepStrictEqual(idle, [])
  })

  it.live("carries out a request", () =>
    Effect.gen(function* () {
      const { ask } = yield* makeStage
      for (const route of declaredRoutes) {
        const { status, text, json, headers } = yield* ask(route, {}, servers[route.name] ?? "usual")
        assert.isTrue(route.successes.has(status), `${route.name}: ${status} ${text}`)
        if (headers["content-type"]?.startsWith("application/json") !== true) continue
        const fits = route.bodies.get(status)?.some((schema) => Schema.is(schema)(json))
        assert.isTrue(fits, `${route.name} does not declare ${text}`)
      }
    })
  )

  it.live("answers each code that it declares when its cause is there", () =>
    Effect.gen(function* () {
      const stage = yield* makeStage
      const failures: Array<string> = []
      for (const route of declaredRoutes) {
        for (const [code, status] of route.codes) {
          const provoke = provocationOf(route, code) ?? assert.fail(`${route.name} ${code}`)
          const response = yield* provoke(route, stage)
          const isRight = response.status === status && isCodeOf(response.json, code)
          if (!isRight) failures.push(`${route.name} ${code}: ${response.status} ${response.text.slice(0, 200)}`)
          assert.notInclude(response.text, secretOfTheDatabase)
          if (status === 429) assert.match(String(response.headers["retry-after"]), /^[1-9]\d*$/, route.name)
        }
      }
      assert.deepStrictEqual(failures, [])
    }).pipe(silent)
  )
})
