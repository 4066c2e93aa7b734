import { accountsCommand } from "./accounts.ts"
import { appsCommand } from "./apps.ts"
import { demoCommand } from "./demo.ts"
import { diffCommand } from "./diff.ts"
import { doctorCommand } from "./doctor.ts"
import { errorsCommand } from "./errors.ts"
import { inspectCommand } from "./inspect.ts"
import { keysCommand } from "./keys.ts"
import { nodesCommand } from "./nodes.ts"
import { openapiCommand } from "./openapi.ts"
import { resumeCommand } from "./resume.ts"
import { runCommand } from "./run.ts"
import { runsCommand } from "./runs.ts"
import { serveCommand } from "./serve.ts"
import { setupCommand } from "./setup.ts"
import { testCommand } from "./test.ts"
import { validateCommand } from "./validate.ts"
import { workspacesCommand } from "./workspaces.ts"

/** All commands, in the groups and order of `flowglass --help`. */
export const everyCommand = [
  { group: "Workflows", commands: [runCommand, validateCommand, doctorCommand, demoCommand] },
  { group: "Runs", commands: [resumeCommand, inspectCommand, diffCommand, testCommand] },
  {
    group: "Server",
    commands: [
      serveCommand,
      setupCommand,
      appsCommand,
      runsCommand,
      keysCommand,
      accountsCommand,
      workspacesCommand,
      openapiCommand
    ]
  },
  { group: "Reference", commands: [nodesCommand, errorsCommand] }
] as const
