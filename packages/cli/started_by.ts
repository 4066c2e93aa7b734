/** How the program was started. */
export interface StartedBy {
  /** The address of one of its modules. */
  readonly module: string
  /** npm's variable `npm_command`: `exec` for npx. */
  readonly npmCommand: string | undefined
}

/** What somebody has to type to start the program again: it is on nobody's path in a repository and through npx. */
export const commandNameOf = ({ module, npmCommand }: StartedBy): string =>
  npmCommand === "exec" || !/[\\/]node_modules[\\/]/.test(module) ? "npx flowglass" : "flowglass"
