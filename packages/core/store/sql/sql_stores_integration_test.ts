import { describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import type { Stores } from "../memory_stores.ts"
import { storeRequirements } from "../store_conformance.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPglite } from "./layer_pglite.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

const sealer = Sealer.layer(Redacted.make("test key"))

const onPostgres = (maxConnections?: number) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { freshDatabase } = yield* TestPostgres
      const url = yield* freshDatabase
      return layerPostgres(maxConnections === undefined ? { url } : { url, maxConnections })
    })
  ).pipe(Layer.provide(TestPostgres.layer), Layer.provide(sealer))

const conforms = <E>(name: string, stores: Layer.Layer<Stores, E>) =>
  it.layer(stores, { timeout: 60_000, excludeTestServices: true })(name, (it) => {
    for (const [service, requirements] of storeRequirements) {
      describe(service, () => {
        for (const { name, check } of requirements) it.effect(name, () => check)
      })
    }
  })

conforms("PGlite in memory", layerPglite().pipe(Layer.provide(sealer)))
conforms("PostgreSQL", onPostgres())
conforms("PostgreSQL on one connection", onPostgres(1))
