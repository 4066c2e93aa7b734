import { NodeRegistry, type Problem } from "@flowglass/core"
import { exitCodeOf } from "@flowglass/core/error"
import { Console, Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { withSource } from "../error/error_source.ts"
import { jsonOutput } from "../format/json_output.ts"
import { problemLines } from "../format/problem_lines.ts"
import { oneLine } from "../format/safe_text.ts"
import { outputStyle, type Style } from "../format/style.ts"
import { readGivenWorkflow } from "../local/given_workflow.ts"
import { givenPath } from "../local/handed_over.ts"
import { engineLayer } from "./_engine.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

const count = (problems: ReadonlyArray<Problem>, severity: Problem["severity"]): string => {
  const number = problems.filter((problem) => problem.severity === severity).length
  return `${number} ${severity}${number === 1 ? "" : "s"}`
}

const summary = (file: string, isValid: boolean, problems: ReadonlyArray<Problem>, style: Style): string =>
  `${oneLine(file)}  ${isValid ? style.good("valid") : style.bad("not valid")}  ${count(problems, "error")}, ${count(problems, "warning")}`

/** `flowglass validate FILE`: all problems of a workflow file, each with its place. */
export const validateCommand = Command.make(
  "validate",
  {
    ...documentFormat,
    strict: Flag.Boolean("strict").pipe(
      Flag.withoutNegation,
      Flag.withDescription("Warnings make the file invalid too"),
      Flag.withDefault(false)
    ),
    import: importOption,
    file: Argument.String("file").pipe(Argument.withDescription("A workflow exported from Dify; - is standard input"))
  },
  Effect.fnUntraced(function* (flags) {
    const file = givenPath(flags.file)
    const host = yield* importNodes(flags.import)
    const read = Effect.flatMap(NodeRegistry, (registry) => readGivenWorkflow(file, registry))
    const { problems } = yield* Effect.mapError(Effect.provide(read, engineLayer(host)), withSource(file))
    const isValid = !problems.some((problem) => flags.strict || problem.severity === "error")
    const style = yield* outputStyle
    if (chosenFormat(flags) === "json") yield* Console.log(jsonOutput({ file, valid: isValid, problems }, 2))
    else {
      const lines = problems.flatMap((problem) => problemLines(problem, file, style))
      yield* Console.log([...lines, summary(file, isValid, problems, style)].join("\n"))
    }
    if (!isValid) return yield* new CommandEnded({ exitCode: exitCodeOf("dsl") })
  })
).pipe(Command.withDescription("Check a workflow file without running it"))
