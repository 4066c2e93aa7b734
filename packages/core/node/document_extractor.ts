import { Effect, Schema } from "effect"
import { capabilityErrors } from "../error/capability_errors.ts"
import {
  DocumentTypeMissing,
  DocumentTypeUnsupported,
  DocumentVariableNotFile,
  DocumentVariableNotFound,
  documentErrors
} from "../error/document_errors.ts"
import { outboundErrors } from "../error/network_errors.ts"
import { FileValue } from "../value/file_value.ts"
import { isTruthy } from "../value/is_truthy.ts"
import { pythonRepr } from "../value/python_text.ts"
import type { Value } from "../value/value.ts"
import { isValueArray } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { PlainBoolean } from "./config/plain_boolean.ts"
import { SelectorList } from "./config/selector.ts"
import { defineNode } from "./define_node.ts"
import { documentBytes, documentName } from "./document_extractor/document_bytes.ts"
import { documentKind } from "./document_extractor/document_kind.ts"
import { readDocument } from "./document_extractor/read_document.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

const Config = Schema.Struct({
  variable_selector: orDefault(SelectorList, []),
  /** Whether the selected variable is a list: the editor writes it for the type of `text`. */
  is_array_file: orDefault(Schema.NullOr(PlainBoolean), null)
})

type Config = typeof Config.Type

const textType = ({ is_array_file }: Config): Pick<OutputDeclaration, "type" | "item"> => {
  if (is_array_file === null) return { type: null }
  return is_array_file ? { type: "array", item: "string" } : { type: "string" }
}

const extractText = Effect.fnUntraced(function* (file: FileValue, { limits }: NodeContext) {
  const kind = documentKind(file)
  if (typeof kind !== "string") {
    const { problem, message } = kind
    return yield* problem === "missing"
      ? new DocumentTypeMissing({ message })
      : new DocumentTypeUnsupported({ message })
  }
  const bytes = yield* documentBytes(file, limits)
  return yield* readDocument({ name: documentName(file), kind, bytes }, limits)
})

const isFile = (value: Value): value is FileValue => value instanceof FileValue

const run = (config: Config, node: NodeContext) => {
  const { variable_selector } = config
  const value = node.variables.get(variable_selector)
  const selector = pythonRepr(variable_selector)
  if (value === undefined) {
    const message = `File variable not found for selector: ${selector}`
    return new NodeFailure(new DocumentVariableNotFound({ message }), { type: "" })
  }
  const inputs = { variable_selector }
  if (!isTruthy(value)) {
    const documents = isValueArray(value) ? value : [value]
    return { outputs: { text: [] }, inputs, processData: { documents } }
  }
  const documents = isValueArray(value) ? value : [value]
  if (!documents.every(isFile)) {
    const message = `Variable ${selector} is not an ArrayFileSegment`
    return new NodeFailure(new DocumentVariableNotFile({ message }), { type: "" })
  }
  const details = { inputs, processData: { documents } }
  return Effect.forEach(documents, (file) => extractText(file, node)).pipe(
    Effect.map((texts): NodeResult => ({ ...details, outputs: { text: isFile(value) ? (texts[0] ?? "") : texts } })),
    Effect.mapError((error) => new NodeFailure(error, { ...details, type: "" }))
  )
}

/**
 * Reads the text of documents (Dify's `document-extractor`): a text for one file, a list of texts for a list, an empty
 * list for nothing. The type is what the extension says, else the media type. Tables become Markdown tables; HTML, XML
 * and source code stay as they are. Texts are UTF-8, UTF-16, GB18030 or Windows-1252.
 *
 * A file is read from its bytes or its http address. Every document has the limits `documentSize`, `documentTimeout`
 * and `documentMemory`; PDF needs the optional package `unpdf`. The first document that cannot be read fails the node.
 */
export const documentExtractor = defineNode({
  type: "document-extractor",
  version: "1",
  kind: "executable",
  summary: "Reads the text of documents: txt, md, html, json, csv, pdf, docx, xlsx, pptx, odt, epub.",
  config: Config,
  outputs: (config) => [
    { name: "text", ...textType(config), required: true, description: "The text; a list of texts for a list of files." }
  ],
  selectors: ({ variable_selector }) => (variable_selector.length === 0 ? [] : [variable_selector]),
  errors: [...documentErrors, ...outboundErrors, ...capabilityErrors],
  example: {
    config: { variable_selector: ["start", "documents"], is_array_file: true },
    // Documents are no part of a file; this is what a chat without any gives.
    variables: { start: { documents: [] } },
    outputs: { text: [] }
  },
  run
})
