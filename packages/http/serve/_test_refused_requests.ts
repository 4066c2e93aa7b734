import type { TestRequest } from "./_test_client.ts"

/** A request, and what is answered to it. */
export interface RefusedRequest {
  readonly name: string
  readonly path: string
  readonly request?: TestRequest
  readonly status: number
  readonly code: string
  readonly headers?: Readonly<Record<string, string>>
}

const json = { "content-type": "application/json" }
/** A body, sent as JSON unless told otherwise. */
export const post = (body: unknown, headers: Readonly<Record<string, string>> = json): TestRequest => ({
  method: "POST",
  body,
  headers
})
/** A route that reads a body. */
export const login = "/console/api/login"
const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`

/** Everything that goes wrong outside the schemas of the routes, at a server that takes a megabyte and a thousand members. */
export const refusedRequests: ReadonlyArray<RefusedRequest> = [
  { name: "an unknown route", path: "/nowhere", status: 404, code: "not_found" },
  { name: "an unknown route below a known one", path: "/console/api/ping/more", status: 404, code: "not_found" },
  { name: "a path that leaves the folder", path: "/console/api/../../etc/passwd", status: 404, code: "not_found" },
  { name: "a path with a broken escape", path: "/console/api/%zz", status: 404, code: "not_found" },
  { name: "a path with an escaped NUL", path: "/console/api/pi%00ng", status: 404, code: "not_found" },
  {
    name: "a wrong method",
    path: "/console/api/ping",
    request: { method: "DELETE" },
    status: 405,
    code: "method_not_allowed",
    headers: { allow: "GET, HEAD, OPTIONS" }
  },
  {
    name: "an unknown method",
    path: "/console/api/login",
    request: { method: "PROPFIND" },
    status: 405,
    code: "method_not_allowed",
    headers: { allow: "OPTIONS, POST" }
  },
  { name: "HEAD where only POST is", path: login, request: { method: "HEAD" }, status: 405, code: "" },
  {
    name: "OPTIONS of an unknown route",
    path: "/nowhere",
    request: { method: "OPTIONS" },
    status: 404,
    code: "not_found"
  },
  { name: "broken JSON", path: login, request: post('{"email": '), status: 400, code: "invalid_param" },
  { name: "an empty body", path: login, request: post(""), status: 400, code: "invalid_param" },
  { name: "no object", path: login, request: post("[1]"), status: 400, code: "invalid_param" },
  { name: "a wrong type", path: login, request: post({ email: 1, password: "x" }), status: 400, code: "invalid_param" },
  { name: "a missing field", path: login, request: post({ email: "a@b.cd" }), status: 400, code: "invalid_param" },
  { name: "a missing query", path: "/console/api/version", status: 400, code: "invalid_param" },
  { name: "JSON deeper than allowed", path: login, request: post(nested(101)), status: 400, code: "invalid_param" },
  {
    name: "JSON that would overflow a stack",
    path: login,
    request: post(nested(400_000)),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "JSON with more members than allowed",
    path: login,
    request: post(`{${'"":1,'.repeat(999)}"a":{"b":1}}`),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "JSON with more arrays than allowed",
    path: login,
    request: post(`[${"[],".repeat(1000)}[]]`),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "a body that is no UTF-8",
    path: login,
    request: post(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)),
    status: 400,
    code: "invalid_param"
  },
  {
    name: "another media type",
    path: login,
    request: post("a: 1", { "content-type": "application/yaml" }),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "a form",
    path: login,
    request: post("a=1", { "content-type": "application/x-www-form-urlencoded" }),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "attack: a body without a type, which other pages may send",
    path: "/console/api/setup",
    request: post("{}", {}),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "another charset",
    path: login,
    request: post("{}", { "content-type": "application/json; charset=utf-16" }),
    status: 415,
    code: "unsupported_media_type"
  },
  {
    name: "an oversized body with its length",
    path: login,
    request: post(" ".repeat(1_000_001)),
    status: 413,
    code: "request_entity_too_large"
  },
  {
    name: "an oversized body in chunks",
    path: login,
    request: post(" ".repeat(1_000_001), { ...json, "transfer-encoding": "chunked" }),
    status: 413,
    code: "request_entity_too_large"
  },
  {
    name: "nobody signed in",
    path: "/console/api/account/profile",
    status: 401,
    code: "unauthorized",
    headers: { "www-authenticate": 'Bearer realm="api"' }
  },
  { name: "a declared error that fails", path: "/fails", status: 429, code: "too_many_requests" },
  { name: "a declared error that dies", path: "/dies", status: 409, code: "draft_workflow_not_sync" },
  { name: "a database that is away", path: "/dies-unavailable", status: 503, code: "store_unavailable" },
  { name: "a defect", path: "/defect", status: 500, code: "internal_server_error" },
  { name: "an unknown failure", path: "/failure", status: 500, code: "internal_server_error" },
  { name: "an exception", path: "/throws", status: 500, code: "internal_server_error" },
  { name: "an error page", path: "/pages-error", status: 500, code: "internal_server_error" },
  { name: "a status without a body", path: "/teapot", status: 400, code: "bad_request" }
]
