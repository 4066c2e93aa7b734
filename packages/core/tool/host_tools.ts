import { Context, Layer } from "effect"
import type { HostTool } from "./host_tool.ts"

/** How a file names a tool. */
export interface ToolName {
  /** `time`, or in full `langgenius/time/time`. */
  readonly provider: string
  readonly tool: string
}

/** Tools by the names under which files look for them. */
export interface ToolFunctions {
  readonly [name: string]: HostTool
}

/** Finds the function that stands for a tool. */
export interface FindTool {
  readonly find: (name: ToolName) => HostTool | undefined
}

/** The names under which a host can give a tool, from the most exact to the least. */
export const toolNames = ({ provider, tool }: ToolName): ReadonlyArray<string> => [
  ...new Set([`${provider}/${tool}`, `${provider.slice(provider.lastIndexOf("/") + 1)}/${tool}`, tool])
]

/**
 * The functions of the host that stand for tools. Without any every tool is `tool_not_mapped`, and `doctor` says under
 * which name to give it: `provider/tool` as in the file, with the last part of the provider only, or the tool alone.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { HostTools } from "@flowglass/core"
 *
 * const tools = HostTools.layer({ "time/current_time": () => "12:00" })
 * const known = Effect.map(HostTools, ({ find }) => find({ provider: "langgenius/time/time", tool: "current_time" }))
 * Effect.runSync(Effect.provide(known, tools)) === undefined // => false
 * ```
 */
export class HostTools extends Context.Reference<FindTool>("@flowglass/core/tool/HostTools", {
  defaultValue: () => ({ find: () => undefined })
}) {
  static layer(functions: ToolFunctions): Layer.Layer<never> {
    // Names are data: `constructor` is no tool unless somebody gives one.
    const find = (name: ToolName): HostTool | undefined => {
      const known = toolNames(name).find((candidate) => Object.hasOwn(functions, candidate))
      return known === undefined ? undefined : functions[known]
    }
    return Layer.succeed(HostTools, { find })
  }
}
