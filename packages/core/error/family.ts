/**
 * Groups of codes that ask the same thing of the person who reads them. The family fixes the exit code of the
 * command line, so a script can react to "the file is wrong" without knowing each code.
 *
 * Exit codes 0, 1, 2, 3, 70, 129, 130, 141 and 143 are taken by outcomes of a run, usage, defects and signals.
 */
export const families = {
  usage: { exitCode: 2, title: "The command or call was not understood" },
  dsl: { exitCode: 20, title: "The workflow file is wrong" },
  input: { exitCode: 21, title: "The inputs do not fit the workflow" },
  preflight: { exitCode: 22, title: "Something the workflow needs is missing here" },
  mock: { exitCode: 23, title: "The mocks do not fit the workflow" },
  node: { exitCode: 24, title: "A node failed" },
  condition: { exitCode: 25, title: "A condition could not be evaluated" },
  template: { exitCode: 26, title: "A template could not be rendered" },
  sandbox: { exitCode: 27, title: "The code of a node failed or was stopped" },
  network: { exitCode: 28, title: "An outbound request failed or was refused" },
  model: { exitCode: 29, title: "A model could not answer" },
  agent: { exitCode: 30, title: "An agent could not do its job" },
  limit: { exitCode: 31, title: "A limit was reached" },
  run: { exitCode: 32, title: "The run cannot do this now" },
  inspector: { exitCode: 33, title: "There is nothing there to inspect" },
  record: { exitCode: 34, title: "The run record cannot be used" },
  store: { exitCode: 35, title: "The store cannot keep or find this" },
  capability: { exitCode: 36, title: "An optional part is not installed" },
  value: { exitCode: 37, title: "A value cannot be used like this" },
  auth: { exitCode: 38, title: "The server does not know who asks, or does not allow it" },
  http: { exitCode: 39, title: "The server does not take the request" },
  output: { exitCode: 40, title: "The result cannot be handed over" },
  defect: { exitCode: 70, title: "Flowglass itself is at fault" }
} as const

/** The name of a family of codes, for example `"inspector"`. */
export type Family = keyof typeof families

/** The exit code of the command line for a family: 2, 20 to 69, or 70. */
export const exitCodeOf = (family: Family): number => families[family].exitCode
