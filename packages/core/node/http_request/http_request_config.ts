import { Schema, SchemaGetter } from "effect"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainNumber } from "../config/plain_number.ts"

const methods = ["get", "post", "put", "patch", "delete", "head", "options"] as const
const capitals = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const

const ApiKey = Schema.Struct({
  type: Schema.Literal("api-key"),
  config: Schema.Struct({
    type: Schema.Literals(["basic", "bearer", "custom"]),
    api_key: Schema.String,
    header: orDefault(Schema.String, "")
  }).annotate({ expected: "config should be a dict" })
})

const Authorization = Schema.Union([Schema.Struct({ type: Schema.Literal("no-auth") }), ApiKey])

/** How a request says who it is. */
export type Authorization = typeof Authorization.Type

const BodyItem = Schema.Struct({
  key: orDefault(Schema.String, ""),
  type: orDefault(Schema.Literals(["text", "file"]), "text"),
  value: orDefault(Schema.String, ""),
  file: orDefault(Schema.Array(Schema.String), [])
})

/** One field of a form, or the one item of the other kinds of body. */
export type BodyItem = typeof BodyItem.Type

const BodyItems = Schema.Array(Schema.toType(BodyItem))

// Files of old builders have the body as one text; null and "" stand for no items.
const AnyBodyItems = Schema.NullOr(Schema.Union([Schema.Array(BodyItem), Schema.String])).pipe(
  Schema.decodeTo(BodyItems, {
    decode: SchemaGetter.transform((given): ReadonlyArray<BodyItem> => {
      if (given === null || given === "") return []
      return typeof given === "string" ? [{ key: "", type: "text", value: given, file: [] }] : given
    }),
    encode: SchemaGetter.transform((items) => items)
  })
)

const bodyTypes = ["none", "form-data", "x-www-form-urlencoded", "raw-text", "json", "binary"] as const

const Body = Schema.Struct({
  type: Schema.Literals(bodyTypes),
  data: Schema.optionalKey(AnyBodyItems)
})

/** What a request carries. */
export type Body = typeof Body.Type

const seconds = orDefault(Schema.NullOr(PlainNumber), null)

const Timeout = Schema.Struct({ connect: seconds, read: seconds, write: seconds })

const noTimeout: typeof Timeout.Type = { connect: null, read: null, write: null }

const noAuthorization: Authorization = { type: "no-auth" }

const noBody: Body = { type: "none", data: [] }

/** The `data` of an http-request node. */
export const HttpRequestConfig = Schema.Struct({
  method: Schema.Literals([...methods, ...capitals]),
  url: Schema.String,
  authorization: orDefault(Authorization, noAuthorization),
  headers: orDefault(Schema.String, ""),
  params: orDefault(Schema.String, ""),
  body: orDefault(Body, noBody),
  /** In seconds; 0 and null stand for the default. */
  timeout: orDefault(Timeout, noTimeout),
  ssl_verify: orDefault(PlainBoolean, true)
})

/** The `data` of an http-request node. */
export type HttpRequestConfig = typeof HttpRequestConfig.Type
