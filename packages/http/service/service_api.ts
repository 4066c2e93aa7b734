import { HttpApi } from "effect/http-api"
import { keyAppGroup } from "./key_app_group.ts"
import { runGroup } from "./run_group.ts"
import { welcomeGroup } from "./welcome_group.ts"

/** Dify's service API: one app, named by its key. */
export class ServiceApi extends HttpApi.make("service").add(welcomeGroup, keyAppGroup, runGroup).prefix("/v1") {}
