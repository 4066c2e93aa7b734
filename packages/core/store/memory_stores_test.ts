import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { layerMemoryStores } from "./memory_stores.ts"
import { storeRequirements } from "./store_conformance.ts"

describe("layerMemoryStores", () => {
  for (const [service, requirements] of storeRequirements) {
    describe(service, () => {
      for (const { name, check } of requirements) {
        it.effect(name, () => Effect.provide(check, layerMemoryStores()))
      }
    })
  }
})
