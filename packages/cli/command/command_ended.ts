import { Data } from "effect"

/** The end of a command that did what it was asked, with an exit code other than 0. Everything is told already. */
export class CommandEnded extends Data.TaggedError("CommandEnded")<{ readonly exitCode: number }> {}
