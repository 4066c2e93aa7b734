import { defineError } from "./define_error.ts"

/** Dify's type is `InvalidURLError`. */
export class HttpRequestUrlInvalid extends defineError<HttpRequestUrlInvalid>()({
  code: "http_request_url_invalid",
  status: 422,
  family: "node",
  title: "The URL of an HTTP request node is empty or does not start with http:// or https://",
  remedy: "Check the URL and the variables in it."
}) {}

/** Dify's type is `AuthorizationConfigError`. */
export class HttpRequestAuthorizationInvalid extends defineError<HttpRequestAuthorizationInvalid>()({
  code: "http_request_authorization_invalid",
  status: 422,
  family: "node",
  title: "The API key of an HTTP request node is empty",
  remedy: "Fill in the key, or check the variable it comes from."
}) {}

/** Dify's type is `RequestBodyError`. */
export class HttpRequestBodyInvalid extends defineError<HttpRequestBodyInvalid>()({
  code: "http_request_body_invalid",
  status: 422,
  family: "node",
  title: "The body of an HTTP request node cannot be built",
  remedy: "Check that the JSON is valid once its variables are filled in, and that the body has exactly one item."
}) {}

/** Dify's type is `FileFetchError`. */
export class HttpRequestFileUnavailable extends defineError<HttpRequestFileUnavailable>()({
  code: "http_request_file_unavailable",
  status: 422,
  family: "node",
  title: "A file of an HTTP request node cannot be sent",
  remedy: "Select a variable that holds a file with its bytes, or with an http address."
}) {}

/** Dify's type is `ResponseSizeError`. */
export class HttpResponseTooLarge extends defineError<HttpResponseTooLarge>()({
  code: "http_response_too_large",
  status: 502,
  family: "node",
  title: "The response to an HTTP request node is larger than its limit",
  remedy: "Ask the server for less, or raise `limits.httpTextSize` or `limits.httpBinarySize` (bytes)."
}) {}

/** The answer was not 2xx, and the node has a retry or an error strategy. Dify's type is `HTTPResponseCodeError`. */
export class HttpResponseNotSuccessful extends defineError<HttpResponseNotSuccessful>()({
  code: "http_response_not_successful",
  status: 502,
  family: "node",
  title: "A server answered an HTTP request node with a status that is not 2xx",
  remedy: "Look at the node's status_code and body; without retry and error strategy the node would have succeeded."
}) {}

/** The codes of HTTP request nodes, beside those of the network. */
export const httpRequestErrors = [
  HttpRequestUrlInvalid,
  HttpRequestAuthorizationInvalid,
  HttpRequestBodyInvalid,
  HttpRequestFileUnavailable,
  HttpResponseTooLarge,
  HttpResponseNotSuccessful
] as const
