import { Effect, type FileSystem, Layer, Option, type Path } from "effect"
import * as Flag from "effect/cli/Flag"
import type { Administration } from "../administration/administration.ts"
import { type ConsoleFailure, consoleAdministration } from "../administration/console_administration.ts"
import { type OpenFailure, openAdministration } from "../administration/open_administration.ts"
import { environmentFile } from "../environment_file.ts"
import type { EnvironmentFileUnreadable } from "../error/serve_errors.ts"
import { documentFormat } from "./output_format.ts"

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

/** The options of every command about what a server keeps. */
export const administrationOptions = { ...documentFormat, ...storeOptions }

/** The option that names a workspace. */
export const workspaceOption = Flag.String("workspace").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Id or name of the workspace; needed when there are several"),
  Flag.optional
)

/** What those options say. */
export interface StoreFlags {
  readonly data: Option.Option<string>
  readonly server: Option.Option<string>
  readonly passwordFile: Option.Option<string>
}

/** Why a command does not get to the store at all. */
export type AdministrationFailure = OpenFailure | ConsoleFailure | EnvironmentFileUnreadable

const chosen = (
  { data, server, passwordFile }: StoreFlags,
  creates: boolean
): Layer.Layer<Administration, OpenFailure | ConsoleFailure, FileSystem.FileSystem | Path.Path> =>
  Option.isSome(server)
    ? consoleAdministration({ server: server.value, passwordFile: Option.getOrUndefined(passwordFile) })
    : openAdministration({ data: Option.getOrUndefined(data), creates })

/**
 * Gives a command the store that its options name: on this machine, or through a server's console API. `.env` of the
 * current folder counts. With `creates` a database is made where there is none.
 */
export const withAdministration =
  (flags: StoreFlags, creates = false) =>
  <A, E, R>(
    command: Effect.Effect<A, E, R>
  ): Effect.Effect<A, E | AdministrationFailure, Exclude<R, Administration> | FileSystem.FileSystem | Path.Path> =>
    Effect.provide(command, Layer.provideMerge(chosen(flags, creates), environmentFile))

/** An option that may be missing, as requests have it. */
export const given = Option.getOrUndefined
