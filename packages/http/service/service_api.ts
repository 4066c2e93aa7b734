import { HttpApi, OpenApi } from "effect/http-api"
import { serverVersion } from "../serve/response_headers.ts"
import { formGroup } from "./form_group.ts"
import { keyAppGroup } from "./key_app_group.ts"
import { runGroup } from "./run_group.ts"
import { welcomeGroup } from "./welcome_group.ts"

/** Dify's service API: one app, named by its key. */
export class ServiceApi extends HttpApi.make("service")
  .add(welcomeGroup, keyAppGroup, runGroup, formGroup)
  .prefix("/v1")
  .annotate(OpenApi.Title, "Service API")
  .annotate(OpenApi.Version, serverVersion) {}
