import type { ModelError } from "../error/model_errors.ts"

const types: { readonly [Code in ModelError["code"]]: string } = {
  model_not_configured: "ProviderTokenNotInitError",
  model_credentials_invalid: "InvokeAuthorizationError",
  model_not_found: "InvokeBadRequestError",
  model_timeout: "InvokeConnectionError",
  model_rate_limited: "InvokeRateLimitError",
  model_request_invalid: "InvokeBadRequestError",
  model_content_filtered: "InvokeBadRequestError",
  model_server_failed: "InvokeServerUnavailableError",
  model_unreachable: "InvokeConnectionError",
  model_stream_interrupted: "InvokeConnectionError",
  model_answer_invalid: "InvokeError",
  model_answer_too_large: "InvokeError",
  model_script_unmatched: "InvokeError",
  capability_not_installed: "InvokeError"
}

/** Dify's `error_type` for a failure of a model, which workflows read on a fail branch. */
export const difyErrorType = (error: ModelError): string => types[error.code]
