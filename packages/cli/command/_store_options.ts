import type { Option } from "effect"
import * as Flag from "effect/cli/Flag"

/** The option that names the data folder. */
export const dataOption = Flag.String("data").pipe(
  Flag.withMetavar("DIR"),
  Flag.withDescription("Folder with the database, unless DATABASE_URL names one; .flowglass otherwise"),
  Flag.optional
)

/** Where the store is that a command is about. */
export const storeOptions = {
  data: dataOption,
  server: Flag.String("server").pipe(
    Flag.withMetavar("URL"),
    Flag.withDescription("Ask the console API of this server instead, signed in with FLOWGLASS_EMAIL"),
    Flag.optional
  ),
  passwordFile: Flag.String("password-file").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("File with the password for --server; FLOWGLASS_PASSWORD or a question otherwise"),
    Flag.optional
  )
}

/** What those options say. */
export interface StoreFlags {
  readonly data: Option.Option<string>
  readonly server: Option.Option<string>
  readonly passwordFile: Option.Option<string>
}
