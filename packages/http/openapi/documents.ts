import { OpenApi } from "effect/http-api"
import { ConsoleApi } from "../console/console_api.ts"
import { ServiceApi } from "../service/service_api.ts"
import { clientText } from "./client_text.ts"

const jsonText = (document: OpenApi.OpenAPISpec): string => `${JSON.stringify(document, undefined, 2)}\n`

/**
 * What `flowglass openapi` writes, file names and their texts: an OpenAPI 3.1 document for each API, and a client for
 * both.
 */
export const apiFiles = (): ReadonlyMap<string, string> => {
  const consoleDocument = OpenApi.fromApi(ConsoleApi)
  const serviceDocument = OpenApi.fromApi(ServiceApi)
  return new Map([
    ["console.json", jsonText(consoleDocument)],
    ["service.json", jsonText(serviceDocument)],
    ["client.ts", clientText([consoleDocument, serviceDocument])]
  ])
}
