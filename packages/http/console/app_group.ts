import { AppNotFound, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { Forbidden } from "../error/http_errors.ts"
import { WellFormedBody, WellFormedQuery } from "../serve/well_formed.ts"
import { AppDetail, AppDetailWithSite, AppPartial } from "./app_view.ts"

const app = { app_id: Schema.String }
const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(255))
const Description = Schema.String.check(Schema.isMaxLength(400))
const Mode = Schema.Literals(["chat", "agent-chat", "advanced-chat", "workflow", "completion"])
const optional = <S extends Schema.Constraint>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

const look = {
  description: optional(Description),
  icon_type: optional(Schema.Literals(["image", "emoji", "link"])),
  icon: optional(Schema.String.check(Schema.isMaxLength(255))),
  icon_background: optional(Schema.String.check(Schema.isMaxLength(255)))
}

const readErrors = [AppNotFound, StoreUnavailable] as const
const writeErrors = [...readErrors, Forbidden] as const

const AppPage = Schema.Struct({
  page: Schema.Int,
  limit: Schema.Int,
  total: Schema.Int,
  has_more: Schema.Boolean,
  data: Schema.Array(AppPartial)
})

const between = (least: number, most: number) =>
  Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: least, maximum: most }))

/** The apps of the workspace: list, create, read, change, delete. */
export const appGroup = HttpApiGroup.make("apps")
  .add(
    HttpApiEndpoint.get("listApps", "/apps", {
      query: {
        page: Schema.optionalKey(between(1, 99_999)),
        limit: Schema.optionalKey(between(1, 100)),
        mode: Schema.optionalKey(Schema.Literals([...Mode.literals, "all", "agent", "channel"])),
        name: Schema.optionalKey(Schema.String),
        is_created_by_me: Schema.optionalKey(Schema.String)
      },
      success: AppPage,
      error: StoreUnavailable
    }).middleware(WellFormedQuery),
    HttpApiEndpoint.post("createApp", "/apps", {
      payload: Schema.Struct({ name: Name, mode: Mode, ...look }),
      success: AppDetail.pipe(HttpApiSchema.status(201)),
      error: [Forbidden, StoreUnavailable]
    }).middleware(WellFormedBody),
    HttpApiEndpoint.get("readApp", "/apps/:app_id", { params: app, success: AppDetailWithSite, error: readErrors }),
    HttpApiEndpoint.put("updateApp", "/apps/:app_id", {
      params: app,
      payload: Schema.Struct({
        name: Name,
        ...look,
        use_icon_as_answer_icon: optional(Schema.Boolean),
        max_active_requests: optional(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 })))
      }),
      success: AppDetailWithSite,
      error: writeErrors
    }).middleware(WellFormedBody),
    HttpApiEndpoint.delete("deleteApp", "/apps/:app_id", {
      params: app,
      success: HttpApiSchema.NoContent,
      error: [AppNotFound, StoreUnavailable, Forbidden]
    }),
    HttpApiEndpoint.post("enableApi", "/apps/:app_id/api-enable", {
      params: app,
      payload: Schema.Struct({ enable_api: Schema.Boolean }),
      success: AppDetail,
      error: writeErrors
    }).middleware(WellFormedBody)
  )
  .middleware(SignedIn)
