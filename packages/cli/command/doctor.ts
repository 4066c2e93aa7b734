import { NodeRegistry } from "@flowglass/core"
import { exitCodeOf } from "@flowglass/core/error"
import { Console, Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { diagnose } from "../diagnose.ts"
import { withSource } from "../error/error_source.ts"
import { doctorLines } from "../format/doctor_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { problemLines } from "../format/problem_lines.ts"
import { outputStyle } from "../format/style.ts"
import { readGivenWorkflow } from "../local/given_workflow.ts"
import { givenPath } from "../local/handed_over.ts"
import { engineLayer } from "./_engine.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

const examine = Effect.fnUntraced(function* (file: string) {
  const registry = yield* NodeRegistry
  const reading = yield* Effect.mapError(readGivenWorkflow(file, registry), withSource(file))
  const nodes = yield* diagnose(reading)
  return { reading, nodes }
})

/** `flowglass doctor FILE`: what a workflow needs to run here, node by node. */
export const doctorCommand = Command.make(
  "doctor",
  {
    ...documentFormat,
    import: importOption,
    file: Argument.String("file").pipe(Argument.withDescription("A workflow exported from Dify; - is standard input"))
  },
  Effect.fnUntraced(function* (flags) {
    const file = givenPath(flags.file)
    const imported = yield* importNodes(flags.import)
    const { reading, nodes } = yield* Effect.provide(examine(file), engineLayer(imported))
    const { document, problems } = reading
    const isValid = !problems.some((problem) => problem.severity === "error")
    const report = {
      file,
      name: document.name,
      mode: document.mode,
      runs: isValid && nodes.every((node) => node.verdict === "runs"),
      inputs: document.startVariables.map(({ variable, label, type, required, options }) => ({
        name: variable,
        label,
        type,
        required,
        options
      })),
      nodes,
      problems
    }
    const style = yield* outputStyle
    const problemText = problems.flatMap((problem) => problemLines(problem, file, style))
    const lines = [...doctorLines(report, style), ...(problemText.length === 0 ? [] : ["", ...problemText])]
    yield* Console.log(chosenFormat(flags) === "json" ? jsonOutput(report, 2) : lines.join("\n"))
    if (!isValid) return yield* new CommandEnded({ exitCode: exitCodeOf("dsl") })
    if (!report.runs) return yield* new CommandEnded({ exitCode: exitCodeOf("preflight") })
  })
).pipe(Command.withDescription("Show node by node what a workflow needs to run here"))
