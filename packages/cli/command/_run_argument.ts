import * as Argument from "effect/cli/Argument"

/** A run that a server keeps. */
export const runArgument = Argument.String("run").pipe(
  Argument.withDescription("The id of the run, the beginning of it, or `last`")
)
