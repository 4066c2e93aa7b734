import type { JsonObject, WorkflowContent } from "@flowglass/core"
import { Schema } from "effect"

const Json = Schema.Record(Schema.String, Schema.Unknown)

/** What a client has to know to show the form of an app. */
export const AppParameters = Schema.Struct({
  opening_statement: Schema.NullOr(Schema.String),
  suggested_questions: Schema.Array(Schema.String),
  suggested_questions_after_answer: Json,
  speech_to_text: Json,
  text_to_speech: Json,
  retriever_resource: Json,
  annotation_reply: Json,
  more_like_this: Json,
  /** Each an object with one key: the type of the field. */
  user_input_form: Schema.Array(Json),
  sensitive_word_avoidance: Json,
  file_upload: Json,
  /** Sizes in megabytes. */
  system_parameters: Schema.Struct({
    image_file_size_limit: Schema.Int,
    video_file_size_limit: Schema.Int,
    audio_file_size_limit: Schema.Int,
    file_size_limit: Schema.Int,
    workflow_file_upload_limit: Schema.Int
  })
})

/** What a client has to know to show the form of an app. */
export type AppParameters = typeof AppParameters.Type

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const own = (object: unknown, name: string): unknown =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined

const listOf = (object: unknown, name: string): ReadonlyArray<unknown> => {
  const value = own(object, name)
  return Array.isArray(value) ? value : []
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")

const feature = (features: JsonObject, name: string): JsonObject => {
  const value = own(features, name)
  return isObject(value) ? value : { enabled: false }
}

const noUpload: JsonObject = {
  image: { enabled: false, number_limits: 3, detail: "high", transfer_methods: ["remote_url", "local_file"] }
}

const optionalKeys = [
  "max_length",
  "options",
  "hint",
  "allowed_file_types",
  "allowed_file_extensions",
  "allowed_file_upload_methods",
  "json_schema"
]

const field = (variable: unknown): ReadonlyArray<JsonObject> => {
  const type = own(variable, "type")
  if (typeof type !== "string") return []
  const extra = optionalKeys.flatMap((name): ReadonlyArray<readonly [string, unknown]> => {
    const value = own(variable, name)
    return value === undefined ? [] : [[name, value]]
  })
  const shown = {
    label: text(own(variable, "label")),
    variable: text(own(variable, "variable")),
    required: own(variable, "required") === true,
    default: own(variable, "default") ?? null,
    ...Object.fromEntries(extra)
  }
  return [Object.fromEntries([[type, shown]])]
}

const inputForm = ({ graph }: WorkflowContent): ReadonlyArray<JsonObject> => {
  const start = listOf(graph, "nodes").find((node) => own(own(node, "data"), "type") === "start")
  return listOf(own(start, "data"), "variables").flatMap(field)
}

/** The parameters of a published version. What somebody stored in another form than Dify's counts as not there. */
export const appParameters = (workflow: WorkflowContent): AppParameters => {
  const { features } = workflow
  const opening = own(features, "opening_statement")
  const upload = own(features, "file_upload")
  return {
    opening_statement: typeof opening === "string" ? opening : null,
    suggested_questions: listOf(features, "suggested_questions").filter((one) => typeof one === "string"),
    suggested_questions_after_answer: feature(features, "suggested_questions_after_answer"),
    speech_to_text: feature(features, "speech_to_text"),
    text_to_speech: feature(features, "text_to_speech"),
    retriever_resource: feature(features, "retriever_resource"),
    annotation_reply: feature(features, "annotation_reply"),
    more_like_this: feature(features, "more_like_this"),
    user_input_form: inputForm(workflow),
    sensitive_word_avoidance: feature(features, "sensitive_word_avoidance"),
    file_upload: isObject(upload) ? upload : noUpload,
    system_parameters: {
      image_file_size_limit: 10,
      video_file_size_limit: 100,
      audio_file_size_limit: 50,
      file_size_limit: 15,
      workflow_file_upload_limit: 10
    }
  }
}
