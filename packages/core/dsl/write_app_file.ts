import { Predicate } from "effect"
import type { App } from "../store/app_store.ts"
import type { JsonObject, WorkflowContent } from "../store/workflow_store.ts"
import { newestVersion } from "./app_header.ts"
import { writeYaml } from "./write_yaml.ts"

/** What of an app its file names. */
export type WrittenApp = Pick<
  App,
  "name" | "description" | "mode" | "icon" | "iconType" | "iconBackground" | "useIconAsAnswerIcon"
>

/** How an app is written. */
export interface WriteAppFileOptions {
  /** Writes the values of secret environment variables and the ids of credentials too. */
  readonly includeSecrets?: boolean
}

const isObject = (data: unknown): data is JsonObject => Predicate.isObject(data) && !Array.isArray(data)

const withoutSecret = (variable: JsonObject): JsonObject =>
  variable.value_type === "secret" ? { ...variable, value: "" } : variable

const withoutCredentials = (data: unknown): unknown => {
  if (Array.isArray(data)) return data.map(withoutCredentials)
  if (!isObject(data)) return data
  const kept = Object.entries(data).filter(([name]) => name !== "credential_id")
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutCredentials(member)]))
}

/** Tools and agents name the credentials of their workspace, which mean nothing in another one. */
const sharedNode = (node: unknown): unknown =>
  isObject(node) && isObject(node.data) && (node.data.type === "tool" || node.data.type === "agent")
    ? { ...node, data: withoutCredentials(node.data) }
    : node

const sharedGraph = (graph: JsonObject): JsonObject =>
  Array.isArray(graph.nodes) ? { ...graph, nodes: graph.nodes.map(sharedNode) } : graph

/**
 * An app as Dify's file, which imports back equal. Secrets are emptied unless they are asked for; the ids, keys and runs
 * of the app are never in it. The same app gives the same text.
 *
 * @example
 * ```ts
 * import { writeAppFile } from "@flowglass/core"
 *
 * const app = {
 *   name: "Greeter",
 *   description: "",
 *   mode: "workflow",
 *   icon: null,
 *   iconType: null,
 *   iconBackground: null,
 *   useIconAsAnswerIcon: false
 * } as const
 * const secret = { name: "KEY", value_type: "secret", value: "sk-1234" }
 * const content = { graph: {}, features: {}, environmentVariables: [secret], conversationVariables: [] }
 * writeAppFile(app, content).includes("sk-1234") // => false
 * ```
 */
export const writeAppFile = (app: WrittenApp, content: WorkflowContent, options: WriteAppFileOptions = {}): string => {
  const withSecrets = options.includeSecrets === true
  return writeYaml({
    app: {
      name: app.name,
      mode: app.mode,
      icon: app.icon,
      icon_type: app.iconType,
      icon_background: app.iconBackground,
      description: app.description,
      use_icon_as_answer_icon: app.useIconAsAnswerIcon
    },
    dependencies: [],
    kind: "app",
    version: newestVersion,
    workflow: {
      graph: withSecrets ? content.graph : sharedGraph(content.graph),
      features: content.features,
      environment_variables: withSecrets
        ? content.environmentVariables
        : content.environmentVariables.map(withoutSecret),
      conversation_variables: content.conversationVariables,
      rag_pipeline_variables: []
    }
  })
}
