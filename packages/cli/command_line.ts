import { Cause, Effect, Layer, Logger } from "effect"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import type { Environment } from "effect/cli/Command"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import { checkFormats, formatIn } from "./command/output_format.ts"
import { everyVerb, verbs } from "./command/verbs.ts"
import { tellFailure } from "./tell_failure.ts"

/** Usage errors are told with all other failures, on standard error and without the whole help. */
const presenter: CliOutput.Presenter = {
  present: (event) => (event._tag === "InvalidInvocation" ? Effect.void : CliOutput.defaultPresenter.present(event))
}

const settings = Layer.mergeAll(
  CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions] }),
  CliOutput.layerPresenter(presenter)
)

/**
 * `flowglass help run` is `flowglass run --help`. A name that is no command's is looked at alone: what follows it, be it
 * `--help`, belongs to the command that was meant.
 */
const understood = (args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [first, ...others] = args
  if (first === "help") return understood([...others, "--help"])
  return first === undefined || first.startsWith("-") || verbs.has(first) ? args : [first]
}

/** What the command line does for all commands: `--completions` is about every one of them. */
const loadVerb = (args: ReadonlyArray<string>) => {
  const isAboutAll = args.some((arg) => arg.startsWith("--completions"))
  const load = isAboutAll ? undefined : verbs.get(args[0] ?? "")
  return Effect.promise(load ?? everyVerb)
}

const doVerb = (args: ReadonlyArray<string>) => Effect.flatMap(loadVerb(args), (run) => run(args))

/**
 * Does what a command line says and returns its exit code: 0, 1 for a run that failed, 2 for a command that was not
 * understood, 3 for a run that waits, the exit code of an error's family, 70 for a mistake in Flowglass. Failures are
 * told on standard error. Only an interruption goes through.
 */
export const commandLine = (args: ReadonlyArray<string>): Effect.Effect<number, never, Environment> =>
  Effect.fromResult(checkFormats(args)).pipe(
    Effect.andThen(doVerb(understood(args))),
    Effect.as(0),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.interrupt
        : tellFailure(cause, {
            format: formatIn(args),
            debug: args.includes("--debug"),
            verb: verbs.has(args[0] ?? "") ? args[0] : undefined
          })
    ),
    Effect.provide(settings),
    // Logs are no data.
    Effect.provideService(Logger.LogToStderr, true)
  )
