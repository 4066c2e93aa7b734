import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"

/** Where the example app asks for the weather. */
export const weatherPath = "/example"

/** A small weather service in the server itself, so that the example needs nothing from outside. */
export const exampleWeather = HttpRouter.use((router) =>
  router.add("GET", `${weatherPath}/weather`, () =>
    Effect.succeed(HttpServerResponse.jsonUnsafe({ degrees: 21, sky: "clear blue sky" }))
  )
)
