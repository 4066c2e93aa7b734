import type { OpenApi } from "effect/http-api"
import { type ClientOperation, clientOperations } from "./client_operation.ts"
import { clientRuntime } from "./client_runtime.ts"
import { componentName, typeText } from "./type_text.ts"

const methodText = (operation: ClientOperation): string => {
  const { name, method, path, request, isRequestOptional, answer, errors } = operation
  const failure = errors.length === 0 ? "never" : errors.join(" | ")
  const argument = request === undefined ? "" : `request${isRequestOptional ? "?" : ""}: ${request}`
  const parts = request === undefined ? "" : ", request"
  return `${name}: (${argument}): Promise<Answer<${answer}, ${failure}>> =>
      send(options, "${method}", "${path}"${parts})`
}

const groupText = (group: string, operations: ReadonlyArray<ClientOperation>): string => {
  const methods = operations.map(methodText).join(",\n    ")
  return group === "" ? `  ${methods.replaceAll("\n  ", "\n")}` : `  ${group}: {\n    ${methods}\n  }`
}

/**
 * A client for the APIs of the documents, as one TypeScript file that needs nothing but `fetch`. Every method answers a
 * value or an error whose type is the union of the codes that its route declares.
 */
export const clientText = (documents: ReadonlyArray<OpenApi.OpenAPISpec>): string => {
  const components = new Map(
    documents.flatMap(({ components: { schemas } }) =>
      Object.entries(schemas).map(([name, schema]) => [componentName(name), typeText(schema)] as const)
    )
  )
  const types = [...components].toSorted(([left], [right]) => (left < right ? -1 : 1))
  const groups = Map.groupBy(documents.flatMap(clientOperations), ({ group }) => group)
  const texts = [...groups].map(([group, operations]) => groupText(group, operations))
  return `// Generated from the API of Flowglass by \`flowglass openapi\`. Changes here are lost.

${clientRuntime}
${types.map(([name, type]) => `export type ${name} = ${type}`).join("\n")}

/** Every route of the server. */
export const createClient = (options: ClientOptions) => ({
${texts.join(",\n")}
})
`
}
