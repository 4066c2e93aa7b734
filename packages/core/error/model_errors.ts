import type { CapabilityNotInstalled } from "./capability_errors.ts"
import { defineError } from "./define_error.ts"

/** Nobody said where this model runs or with which key. */
export class ModelNotConfigured extends defineError<ModelNotConfigured>()({
  code: "model_not_configured",
  status: 400,
  family: "model",
  title: "The model has no server or key here",
  remedy: "Configure its provider (`models` of `open`, command line: OPENAI_API_KEY and the like), or mock the node."
}) {}

/** The server answered 401 or 403. */
export class ModelCredentialsInvalid extends defineError<ModelCredentialsInvalid>()({
  code: "model_credentials_invalid",
  status: 502,
  family: "model",
  title: "The model server refused the key",
  remedy: "Check the apiKey of the provider and that it may use this model."
}) {}

/** The server answered 404. */
export class ModelNotFound extends defineError<ModelNotFound>()({
  code: "model_not_found",
  status: 502,
  family: "model",
  title: "The model server does not know the model",
  remedy: "Check the model's name and the provider's baseUrl, or map the name in the provider's models."
}) {}

/** The server answered 408 or 504, or did not answer in time. */
export class ModelTimeout extends defineError<ModelTimeout>()({
  code: "model_timeout",
  status: 504,
  family: "model",
  title: "The model did not answer in time",
  remedy: "Try again, or raise `timeout` of the provider in `models`."
}) {}

/** The server answered 429. */
export class ModelRateLimited extends defineError<ModelRateLimited>()({
  code: "model_rate_limited",
  status: 429,
  family: "model",
  title: "The model server limits the rate or the quota is used up",
  remedy: "Wait and try again, enable retry on the node, or raise the limit at the provider."
}) {}

/** The server answered another 4xx. */
export class ModelRequestInvalid extends defineError<ModelRequestInvalid>()({
  code: "model_request_invalid",
  status: 502,
  family: "model",
  title: "The model server refused the request",
  remedy: "Read the server's message; check the node's completion parameters and what the model supports."
}) {}

/** The server refused the prompt or its own answer for what it says. */
export class ModelContentFiltered extends defineError<ModelContentFiltered>()({
  code: "model_content_filtered",
  status: 502,
  family: "model",
  title: "The model server filtered the content",
  remedy: "Change the prompt or the provider's content filter."
}) {}

/** The server answered 5xx, or reported an error of its own in the middle of a stream. */
export class ModelServerFailed extends defineError<ModelServerFailed>()({
  code: "model_server_failed",
  status: 502,
  family: "model",
  title: "The model server failed",
  remedy: "Try again later, or enable retry on the node."
}) {}

/** No connection could be made. */
export class ModelUnreachable extends defineError<ModelUnreachable>()({
  code: "model_unreachable",
  status: 502,
  family: "model",
  title: "The model server cannot be reached",
  remedy: "Check the provider's baseUrl and that the server runs."
}) {}

/** The connection ended before the answer did. */
export class ModelStreamInterrupted extends defineError<ModelStreamInterrupted>()({
  code: "model_stream_interrupted",
  status: 502,
  family: "model",
  title: "The model's answer was cut off",
  remedy: "Try again, or enable retry on the node."
}) {}

/** What came back is no answer of a chat completion. */
export class ModelAnswerInvalid extends defineError<ModelAnswerInvalid>()({
  code: "model_answer_invalid",
  status: 502,
  family: "model",
  title: "The model server's answer cannot be read",
  remedy: "Check that the provider's baseUrl is an OpenAI-compatible API, usually ending in /v1."
}) {}

/** One event or the whole answer is larger than allowed. */
export class ModelAnswerTooLarge extends defineError<ModelAnswerTooLarge>()({
  code: "model_answer_too_large",
  status: 502,
  family: "model",
  title: "The model's answer is too large",
  remedy: "Ask for less (max_tokens), or check the model server."
}) {}

/** A scripted model was asked something its script does not answer. */
export class ModelScriptUnmatched extends defineError<ModelScriptUnmatched>()({
  code: "model_script_unmatched",
  status: 500,
  family: "model",
  title: "The script has no answer to this request",
  remedy: "Add an answer to the script that matches the provider, name, last user text or number of the call."
}) {}

/** The codes of models, for the catalogue and for nodes that call models. */
export const modelErrors = [
  ModelNotConfigured,
  ModelCredentialsInvalid,
  ModelNotFound,
  ModelTimeout,
  ModelRateLimited,
  ModelRequestInvalid,
  ModelContentFiltered,
  ModelServerFailed,
  ModelUnreachable,
  ModelStreamInterrupted,
  ModelAnswerInvalid,
  ModelAnswerTooLarge,
  ModelScriptUnmatched
] as const

/** Why a model did not answer. */
export type ModelError = InstanceType<(typeof modelErrors)[number]> | CapabilityNotInstalled
