import { runFlags } from "./_run_options.ts"

const typed = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`

/** The options of `flowglass run`, as they are typed. */
export const runOptionNames: ReadonlyArray<string> = [...Object.keys(runFlags), "record", "import", "format"].map(typed)
