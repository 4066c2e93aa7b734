import { defineError } from "@flowglass/core/error"

/** The request does not have the form that the route asks for. Dify's code. */
export class InvalidParam extends defineError<InvalidParam>()({
  code: "invalid_param",
  status: 400,
  family: "http",
  title: "The request does not have the right form",
  remedy: "Compare the request with the route at `/docs`; the message names the field."
}) {}

/** The request makes no sense for what it names. Dify's code. */
export class BadRequest extends defineError<BadRequest>()({
  code: "bad_request",
  status: 400,
  family: "http",
  title: "The request cannot be carried out as it is",
  remedy: "The message says what is wrong with it."
}) {}

/** Nobody is signed in, the key is wrong, or the CSRF token is. Dify's code. */
export class Unauthorized extends defineError<Unauthorized>()({
  code: "unauthorized",
  status: 401,
  family: "auth",
  title: "The request does not say who sends it",
  remedy: "Sign in again, or send a valid key as `Authorization: Bearer KEY`."
}) {}

/** The account or key may not do this. Dify's code. */
export class Forbidden extends defineError<Forbidden>()({
  code: "forbidden",
  status: 403,
  family: "auth",
  title: "This is not allowed",
  remedy: "Ask an owner or administrator of the workspace."
}) {}

/** No such route. Dify's code. */
export class NotFound extends defineError<NotFound>()({
  code: "not_found",
  status: 404,
  family: "http",
  title: "There is nothing at this address",
  remedy: "`/docs` lists all routes."
}) {}

/** The route exists, but not for this method. Dify's code. */
export class MethodNotAllowed extends defineError<MethodNotAllowed>()({
  code: "method_not_allowed",
  status: 405,
  family: "http",
  title: "The address does not know this method",
  remedy: "The header `Allow` lists the methods it knows."
}) {}

/** The body is larger than allowed. Dify's code. */
export class RequestEntityTooLarge extends defineError<RequestEntityTooLarge>()({
  code: "request_entity_too_large",
  status: 413,
  family: "http",
  title: "The body of the request is too large",
  remedy: "Send less at once, or raise the server's limit."
}) {}

/** The body is of a type that the route cannot read. Dify's code. */
export class UnsupportedMediaType extends defineError<UnsupportedMediaType>()({
  code: "unsupported_media_type",
  status: 415,
  family: "http",
  title: "The body has a type that this route cannot read",
  remedy: "Send JSON with `Content-Type: application/json`."
}) {}

/** Too many requests in a short time, or too many runs at a time. Dify's code. */
export class TooManyRequests extends defineError<TooManyRequests>()({
  code: "too_many_requests",
  status: 429,
  family: "http",
  title: "There are too many requests at a time",
  remedy: "Wait for some to end and try again."
}) {}

/** The headers of the request are larger than any server takes. */
export class RequestHeaderFieldsTooLarge extends defineError<RequestHeaderFieldsTooLarge>()({
  code: "request_header_fields_too_large",
  status: 431,
  family: "http",
  title: "The headers of the request are too large",
  remedy: "Send fewer cookies and shorter headers."
}) {}

/** The request did not arrive in time. */
export class RequestTimeout extends defineError<RequestTimeout>()({
  code: "request_timeout",
  status: 408,
  family: "http",
  title: "The request did not arrive in time",
  remedy: "Send the whole request at once."
}) {}

/** The server was told to end. */
export class ServerShuttingDown extends defineError<ServerShuttingDown>()({
  code: "server_shutting_down",
  status: 503,
  family: "http",
  title: "The server is about to end",
  remedy: "Send new requests to another server, or wait until this one is started again."
}) {}

/** Codes of HTTP itself. */
export const httpErrors = [
  InvalidParam,
  BadRequest,
  Unauthorized,
  Forbidden,
  NotFound,
  MethodNotAllowed,
  RequestEntityTooLarge,
  UnsupportedMediaType,
  TooManyRequests,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  ServerShuttingDown
] as const
