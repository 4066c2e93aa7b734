import { Context } from "effect"

/** What somebody types to start this program: `flowglass`, or `npx flowglass` where only npx finds it. */
export const CommandName = Context.Reference<string>("flowglass/CommandName", { defaultValue: () => "flowglass" })

/** How commands in advice are to be written. */
export interface AdviceTerms {
  readonly command: string
  /** The command that was called; it stands for `VERB`. */
  readonly verb: string | undefined
}

/**
 * Advice with its commands as they are typed here: `npx flowglass run --help` for `flowglass VERB --help`, and the
 * option of a run for what a library would be given.
 */
export const typedAdvice = (advice: string, { command, verb }: AdviceTerms): string => {
  const named = verb === undefined ? advice : advice.replaceAll("flowglass VERB", `flowglass ${verb}`)
  const typed = verb === "run" ? named.replaceAll(/`limits\.(\w+)`/g, "`--limits '{\"$1\": NUMBER}'`") : named
  return typed.replaceAll(/(?<![\w/@.-])(?<!npx )flowglass (?=[a-zA-Z-])/g, `${command} `)
}

/** The lines of an error with what they advise as it is typed here. */
export const typedLines = (lines: ReadonlyArray<string>, terms: AdviceTerms): ReadonlyArray<string> =>
  lines.map((line) => (/^\s*(hint|fix): /.test(line) ? typedAdvice(line, terms) : line))
