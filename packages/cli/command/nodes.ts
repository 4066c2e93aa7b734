import { didYouMean, withHint } from "@flowglass/core/error"
import { Console, Effect, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { NodeTypeUnlisted } from "../error/usage_errors.ts"
import { jsonOutput } from "../format/json_output.ts"
import { nodeTypeLines, nodeTypeReport } from "../format/node_type_report.ts"
import { outputStyle } from "../format/style.ts"
import { textTable } from "../format/text_table.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

/** `flowglass nodes [TYPE]`: the node types that run here, or all about one. */
export const nodesCommand = Command.make(
  "nodes",
  {
    ...documentFormat,
    import: importOption,
    type: Argument.String("type").pipe(Argument.withDescription("Show this node type"), Argument.optional)
  },
  Effect.fnUntraced(function* (options) {
    const isJson = chosenFormat(options) === "json"
    const style = yield* outputStyle
    const { builtinNodes } = yield* Effect.promise(() => import("@flowglass/core/node/builtin"))
    const reports = [...builtinNodes, ...(yield* importNodes(options.import)).nodes].map(nodeTypeReport)
    if (Option.isNone(options.type)) {
      const rows = reports.map((report) => [report.type, report.version, report.summary])
      const head = ["type", "version", "summary"].map(style.bold)
      const table = textTable([head, ...rows], { columns: style.columns, flexible: [2] })
      yield* Console.log(isJson ? jsonOutput(reports, 2) : table.join("\n"))
      return
    }
    const type = options.type.value
    const found = reports.filter((report) => report.type === type)
    if (found.length === 0) {
      const known = reports.map((report) => report.type)
      const error = new NodeTypeUnlisted({ message: `There is no node type ${JSON.stringify(type)}.` })
      return yield* withHint(error, didYouMean(type, known))
    }
    const lines = found.map((report) => nodeTypeLines(report, style).join("\n"))
    yield* Console.log(isJson ? jsonOutput(found, 2) : lines.join("\n\n"))
  })
).pipe(Command.withDescription("List the node types that run here, or show one"))
