import { HttpApi, OpenApi } from "effect/http-api"
import { ConsoleApi } from "../console/console_api.ts"
import { serverVersion } from "../serve/response_headers.ts"
import { ServiceApi } from "../service/service_api.ts"

/** Every route of the server that is described by a schema: the console API and the service API. */
export class FlowglassApi extends HttpApi.make("flowglass")
  .addHttpApi(ConsoleApi)
  .addHttpApi(ServiceApi)
  .annotate(OpenApi.Title, "Flowglass")
  .annotate(OpenApi.Description, "Dify's console and service API, served by Flowglass.")
  .annotate(OpenApi.Version, serverVersion) {}
