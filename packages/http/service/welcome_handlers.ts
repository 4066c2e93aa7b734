import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { ServiceApi } from "./service_api.ts"

/** The Dify whose API this is: clients compare it. */
const difyVersion = "1.14.2"

export const welcomeHandlers = HttpApiBuilder.group(ServiceApi, "welcome", (handlers) =>
  handlers.handleAll({
    welcome: () => Effect.succeed({ welcome: "Dify OpenAPI", api_version: "v1", server_version: difyVersion })
  })
)
