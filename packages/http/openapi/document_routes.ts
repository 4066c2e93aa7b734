import { Layer } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { HttpApiScalar, OpenApi } from "effect/http-api"
import { FlowglassApi } from "./flowglass_api.ts"

const document = HttpRouter.use((router) =>
  router.add("GET", "/openapi.json", () => HttpServerResponse.json(OpenApi.fromApi(FlowglassApi)))
)

/** The description of all routes: `/openapi.json` for programs, `/docs` for people; it loads nothing from elsewhere. */
export const documentRoutes = Layer.merge(document, HttpApiScalar.layer(FlowglassApi, { path: "/docs" }))
