import type { FlowglassError } from "@flowglass/core/error"
import type { Effect } from "effect"
import type { CliError } from "effect/cli/CliError"
import * as Command from "effect/cli/Command"
import { flowglassVersion } from "../version.ts"
import { debugFlag } from "./_debug_flag.ts"
import type { CommandEnded } from "./command_ended.ts"

/** How a command can fail. */
export type CommandFailure = FlowglassError | CommandEnded

/** Understands and does what a command line says. */
export type CommandLine = (
  args: ReadonlyArray<string>
) => Effect.Effect<void, CommandFailure | CliError, Command.Environment>

const flowglass = Command.make("flowglass").pipe(
  Command.withDescription("Run workflows exported from Dify and see what every node produced."),
  Command.withGlobalFlags([debugFlag])
)

const config = { version: flowglassVersion }

/**
 * A name below a command that is none of its commands is looked at alone: what follows it, be it `--help`, belongs to
 * the command that was meant.
 */
const withoutFollowers = ({ subcommands }: Command.Command.Any, args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const place = args.findIndex((arg, index) => index > 0 && !arg.startsWith("-"))
  const names = subcommands.flatMap(({ commands }) => commands.map(({ name }) => name))
  const isKnown = names.length === 0 || place < 0 || names.some((name) => name === args[place])
  return isKnown ? args : [...args.slice(0, 1), ...args.slice(place, place + 1)]
}

/** A command line that knows one command only: nothing else has to be loaded. */
const alone = <Name extends string, Input, E extends CommandFailure>(
  command: Command.Command<Name, Input, {}, E, Command.Environment>
): CommandLine => {
  const run = Command.runWith(flowglass.pipe(Command.withSubcommands([command])), config)
  return (args) => run(withoutFollowers(command, args))
}

const version = (): Promise<CommandLine> => Promise.resolve(Command.runWith(flowglass, config))

/** The commands by name, each in a module of its own. */
export const verbs: ReadonlyMap<string, () => Promise<CommandLine>> = new Map([
  ["--version", version],
  ["-v", version],
  ["run", () => import("./run.ts").then((module) => alone(module.runCommand))],
  ["validate", () => import("./validate.ts").then((module) => alone(module.validateCommand))],
  ["doctor", () => import("./doctor.ts").then((module) => alone(module.doctorCommand))],
  ["demo", () => import("./demo.ts").then((module) => alone(module.demoCommand))],
  ["serve", () => import("./serve.ts").then((module) => alone(module.serveCommand))],
  ["setup", () => import("./setup.ts").then((module) => alone(module.setupCommand))],
  ["apps", () => import("./apps.ts").then((module) => alone(module.appsCommand))],
  ["runs", () => import("./runs.ts").then((module) => alone(module.runsCommand))],
  ["keys", () => import("./keys.ts").then((module) => alone(module.keysCommand))],
  ["accounts", () => import("./accounts.ts").then((module) => alone(module.accountsCommand))],
  ["workspaces", () => import("./workspaces.ts").then((module) => alone(module.workspacesCommand))],
  ["openapi", () => import("./openapi.ts").then((module) => alone(module.openapiCommand))],
  ["resume", () => import("./resume.ts").then((module) => alone(module.resumeCommand))],
  ["inspect", () => import("./inspect.ts").then((module) => alone(module.inspectCommand))],
  ["diff", () => import("./diff.ts").then((module) => alone(module.diffCommand))],
  ["test", () => import("./test.ts").then((module) => alone(module.testCommand))],
  ["nodes", () => import("./nodes.ts").then((module) => alone(module.nodesCommand))],
  ["errors", () => import("./errors.ts").then((module) => alone(module.errorsCommand))]
])

/** A command line that knows all commands: for help, completions, and names that are none. */
export const everyVerb = (): Promise<CommandLine> =>
  import("./_every_command.ts").then(({ everyCommand }) =>
    Command.runWith(flowglass.pipe(Command.withSubcommands(everyCommand)), config)
  )
