import { type NodeType, type OutputDeclaration, plainJson, toPlain } from "@flowglass/core"
import { exitCodeOf } from "@flowglass/core/error"
import { Result } from "effect"
import { configFields } from "./config_fields.ts"
import { configSchema } from "./config_schema.ts"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { cut, textTable } from "./text_table.ts"

/** The type of an output as people write it: `string`, `array[object]`, `any`. */
export const outputTypeText = (output: Pick<OutputDeclaration, "type" | "item">): string =>
  output.type === "array" && output.item !== undefined ? `array[${output.item}]` : (output.type ?? "any")

/** All that a node type says of itself. */
export const nodeTypeReport = (type: NodeType<unknown>) => {
  const { description } = type
  const outputs = Result.match(type.decode(description.example.config), {
    onFailure: (): ReadonlyArray<OutputDeclaration> => [],
    onSuccess: (bound) => bound.outputs
  })
  return {
    type: description.type,
    version: description.version,
    kind: description.kind,
    summary: description.summary,
    retries: description.retries === true,
    external: description.external === true,
    /** What `--mock-externals` answers. */
    mock_default: description.mockDefault === undefined ? null : toPlain(description.mockDefault),
    errors: description.errors.map(({ declaration }) => ({
      code: declaration.code,
      title: declaration.title,
      exit_code: exitCodeOf(declaration.family)
    })),
    /** JSON Schema of the config; null when the type does not tell it. */
    config: configSchema(type) ?? null,
    example: {
      config: description.example.config,
      variables: description.example.variables ?? {},
      outputs: toPlain(description.example.outputs)
    },
    /** What the node of the example declares; most types declare by their config. */
    outputs: outputs.map((output) => ({
      name: output.name,
      type: outputTypeText(output),
      required: output.required,
      description: output.description ?? null
    }))
  }
}

export type NodeTypeReport = ReturnType<typeof nodeTypeReport>

const indented = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  { columns }: Style,
  flexible: ReadonlyArray<number>
): ReadonlyArray<string> =>
  rows.length === 0 ? ["  none"] : textTable(rows, { columns: columns - 2, flexible }).map((line) => `  ${line}`)

const factsOf = (report: NodeTypeReport): string =>
  [
    `version ${report.version}`,
    report.kind,
    ...(report.retries ? ["can be retried"] : []),
    ...(report.external ? ["leaves the process: answered by --mock-externals"] : [])
  ].join(", ")

const configRows = ({ config }: NodeTypeReport): ReadonlyArray<ReadonlyArray<string>> => {
  if (config === null) return [["not told by this node type"]]
  return configFields(config).map(({ name, type, required, description }) => [
    oneLine(name),
    cut(oneLine(type), 60),
    required ? "required" : "optional",
    cut(oneLine(description), 100)
  ])
}

/** A node type for people: what it is, the fields of its config with an example, its outputs and its errors. */
export const nodeTypeLines = (report: NodeTypeReport, style: Style): ReadonlyArray<string> => [
  `${style.bold(report.type)}  ${report.summary}`,
  style.dim(factsOf(report)),
  "",
  style.bold("config"),
  ...indented(configRows(report), style, [1, 3]),
  "",
  style.bold("for example"),
  ...plainJson(report.example.config, 2)
    .split("\n")
    .map((line) => `  ${line}`),
  "",
  style.bold("outputs of the example"),
  ...indented(
    report.outputs.map((output) => [
      output.name,
      output.type,
      output.required ? "always" : "not always",
      output.description ?? ""
    ]),
    style,
    [3]
  ),
  "",
  style.bold("errors"),
  ...indented(
    report.errors.map((error) => [error.code, error.title]),
    style,
    [1]
  )
]
