import { defineError } from "./define_error.ts"

/** Something optional is needed and not there. The message names the command that installs it. */
export class CapabilityNotInstalled extends defineError<CapabilityNotInstalled>()({
  code: "capability_not_installed",
  status: 501,
  family: "capability",
  title: "An optional part is not installed",
  remedy: "Run the npm install command of the message."
}) {}

/** The codes of this file. */
export const capabilityErrors = [CapabilityNotInstalled] as const
