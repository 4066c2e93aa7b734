import { Result, Schema } from "effect"
import { inputFile } from "../dsl/input_file.ts"
import { DatasourceInputInvalid, DatasourceNotConnected, datasourceErrors } from "../error/datasource_errors.ts"
import { FileValue } from "../value/file_value.ts"
import { toPlain } from "../value/to_plain.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueObject, property } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { ParameterInput, parameterInputSelectors } from "./config/parameter_input.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import { givenValues, systemOutputs } from "./trigger/given_values.ts"

const optionalText = Schema.optional(Schema.NullOr(Schema.String))

const DatasourceConfig = Schema.Struct({
  plugin_id: Schema.String,
  provider_name: Schema.String,
  provider_type: Schema.String,
  datasource_name: optionalText,
  plugin_unique_identifier: optionalText,
  datasource_parameters: orDefault(Schema.Record(Schema.String, ParameterInput), {})
})

type DatasourceConfig = typeof DatasourceConfig.Type

const refused = (message: string, type: string): NodeFailure =>
  new NodeFailure(new DatasourceInputInvalid({ message }), { type })

/** A run of a RAG pipeline has it among its system variables, any other among its inputs. */
const given = (name: "datasource_type" | "datasource_info", context: NodeContext): Value | undefined =>
  context.variables.get(["sys", name]) ?? property(givenValues(context), name)

const fileIn = (info: Value): Value | undefined => {
  const file = isValueObject(info) ? (property(info, "file") ?? info) : info
  if (file instanceof FileValue) return file
  return Result.getOrUndefined(inputFile(toPlain(file)))
}

const outputsOf = (type: string, info: ValueObject | FileValue): ValueObject | undefined => {
  if (type === "website_crawl") return isValueObject(info) ? { ...info, datasource_type: type } : undefined
  const file = fileIn(info)
  return file === undefined ? undefined : { file, datasource_type: type }
}

const run = (config: DatasourceConfig, context: NodeContext): NodeResult | NodeFailure => {
  const type = given("datasource_type", context) ?? config.provider_type
  const info = given("datasource_info", context) ?? null
  if (typeof type !== "string" || type === "") return refused("Datasource type is not set", "WorkflowNodeError")
  if (info === null) return refused("Datasource info is not set", "WorkflowNodeError")
  if (!isValueObject(info) && !(info instanceof FileValue)) {
    return refused("Invalid datasource info format", "WorkflowNodeError")
  }
  if (type !== "local_file" && type !== "online_drive" && type !== "website_crawl") {
    const message = `Failed to invoke datasource: Unsupported datasource provider: ${type}`
    return new NodeFailure(new DatasourceNotConnected({ message }), { type: "DatasourceNodeError" })
  }
  const outputs = outputsOf(type, info)
  if (outputs === undefined) return refused("Failed to invoke datasource: File is not exist", "DatasourceNodeError")
  return {
    inputs: { datasource_type: type, datasource_info: info },
    outputs: Object.assign(systemOutputs(context), outputs),
    metadata: { datasource_info: info }
  }
}

const exampleFile = new FileValue({
  type: "document",
  transfer_method: "remote_url",
  remote_url: "https://example.com/terms.pdf",
  url: "https://example.com/terms.pdf",
  filename: "terms.pdf",
  extension: ".pdf",
  mime_type: "application/pdf"
})

/**
 * Where a run of a RAG pipeline begins (Dify's `datasource`): a file or the pages of a website. The run is given
 * `datasource_type` and `datasource_info`. Files and pages are taken as they are given; what only a plugin could fetch
 * fails with `datasource_not_connected`.
 */
export const datasource = defineNode({
  type: "datasource",
  version: "1",
  kind: "root",
  summary: "Starts a run with a file or the pages of a website.",
  config: DatasourceConfig,
  outputs: () => [
    { name: "datasource_type", type: "string", required: true },
    { name: "file", type: "file", required: false }
  ],
  errors: datasourceErrors,
  selectors: ({ datasource_parameters: parameters }) => Object.values(parameters).flatMap(parameterInputSelectors),
  example: {
    config: { plugin_id: "langgenius/file", provider_name: "file", provider_type: "local_file" },
    variables: { datasource: { datasource_info: { file: exampleFile } } },
    outputs: { file: exampleFile, datasource_type: "local_file" }
  },
  run
})
