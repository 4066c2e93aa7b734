import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

/** What anybody may ask of the service API. */
export const welcomeGroup = HttpApiGroup.make("welcome").add(
  HttpApiEndpoint.get("welcome", "/", {
    success: Schema.Struct({ welcome: Schema.String, api_version: Schema.String, server_version: Schema.String })
  })
)
