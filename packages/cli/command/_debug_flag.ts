import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"

/** Shows what is behind an internal error. Read from the raw arguments, because parsing may be what fails. */
export const debugFlag = GlobalFlag.Setting("debug")({
  flag: Flag.Boolean("debug").pipe(
    Flag.withoutNegation,
    Flag.withDescription("Show the details of internal errors"),
    Flag.withDefault(false)
  )
})
