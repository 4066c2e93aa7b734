import { AlreadySetup, InternalServerError, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { InitValidateFailed, NotInitValidated } from "../error/console_errors.ts"
import { TooManyRequests } from "../error/http_errors.ts"
import { plainText } from "../serve/plain_text.ts"
import { WellFormedBody, WellFormedQuery } from "../serve/well_formed.ts"
import { InitPasswordText, PasswordText } from "./password_text.ts"
import { Success } from "./success.ts"
import { SystemFeatures } from "./system_features.ts"
import { WorkspaceFeatures } from "./workspace_features.ts"

/** What the version check of a page gets; without an update server only the own version. */
const Version = Schema.Struct({
  version: Schema.String,
  release_date: Schema.String,
  release_notes: Schema.String,
  can_auto_update: Schema.Boolean,
  features: Schema.Struct({ can_replace_logo: Schema.Boolean, model_load_balancing_enabled: Schema.Boolean })
})

/** What anybody may ask of the console API, and the first account of an installation. */
export const systemGroup = HttpApiGroup.make("system").add(
  HttpApiEndpoint.get("ping", "/ping", { success: Schema.Struct({ result: Schema.Literal("pong") }) }),
  HttpApiEndpoint.get("version", "/version", {
    query: { current_version: Schema.String },
    success: Version
  }).middleware(WellFormedQuery),
  HttpApiEndpoint.get("dslVersion", "/app-dsl-version", {
    success: Schema.Struct({ app_dsl_version: Schema.String })
  }),
  HttpApiEndpoint.get("systemFeatures", "/system-features", { success: SystemFeatures }),
  HttpApiEndpoint.get("features", "/features", { success: WorkspaceFeatures }).middleware(SignedIn),
  HttpApiEndpoint.get("initStatus", "/init", {
    success: Schema.Struct({ status: Schema.Literals(["finished", "not_started"]) }),
    error: [StoreUnavailable, InternalServerError]
  }),
  HttpApiEndpoint.post("proveInit", "/init", {
    payload: Schema.Struct({ password: InitPasswordText }),
    success: Success.pipe(HttpApiSchema.status(201)),
    error: [InitValidateFailed, AlreadySetup, TooManyRequests, StoreUnavailable, InternalServerError]
  }).middleware(WellFormedBody),
  HttpApiEndpoint.get("setupStatus", "/setup", {
    success: Schema.Struct({
      step: Schema.Literals(["not_started", "finished"]),
      setup_at: Schema.NullOr(Schema.String)
    }),
    error: [StoreUnavailable, InternalServerError]
  }),
  HttpApiEndpoint.post("setUp", "/setup", {
    payload: Schema.Struct({
      email: plainText(1, 255),
      name: plainText(1, 30),
      password: PasswordText,
      language: Schema.optional(Schema.NullOr(plainText(0, 35)))
    }),
    success: Success.pipe(HttpApiSchema.status(201)),
    error: [AlreadySetup, NotInitValidated, TooManyRequests, StoreUnavailable, InternalServerError]
  }).middleware(WellFormedBody)
)
