import { Effect, type FileSystem, Layer, Option, type Path } from "effect"
import * as Flag from "effect/cli/Flag"
import type { Administration } from "../administration/administration.ts"
import type { ConsoleFailure } from "../administration/console_administration.ts"
import type { OpenFailure } from "../administration/open_administration.ts"
import { type StoreFlags, storeOptions } from "./_store_options.ts"
import { documentFormat } from "./output_format.ts"

/** The options of every command about what a server keeps. */
export const administrationOptions = { ...documentFormat, ...storeOptions }

/** The option that names a workspace. */
export const workspaceOption = Flag.String("workspace").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Id or name of the workspace; needed when there are several"),
  Flag.optional
)

/** Why a command does not get to the store at all. */
export type AdministrationFailure = OpenFailure | ConsoleFailure

/** Only what is needed is loaded. */
const chosen = (
  { data, server, passwordFile }: StoreFlags,
  creates: boolean
): Layer.Layer<Administration, OpenFailure | ConsoleFailure, FileSystem.FileSystem | Path.Path> =>
  Option.isSome(server)
    ? Layer.unwrap(
        Effect.map(
          Effect.promise(() => import("../administration/console_administration.ts")),
          ({ consoleAdministration }) =>
            consoleAdministration({ server: server.value, passwordFile: Option.getOrUndefined(passwordFile) })
        )
      )
    : Layer.unwrap(
        Effect.map(
          Effect.promise(() => import("../administration/open_administration.ts")),
          ({ openAdministration }) => openAdministration({ data: Option.getOrUndefined(data), creates })
        )
      )

/**
 * Gives a command the store that its options name: on this machine, or through a server's console API. With `creates`
 * a database is made where there is none.
 */
export const withAdministration =
  (flags: StoreFlags, creates = false) =>
  <A, E, R>(
    command: Effect.Effect<A, E, R>
  ): Effect.Effect<A, E | AdministrationFailure, Exclude<R, Administration> | FileSystem.FileSystem | Path.Path> =>
    Effect.provide(command, chosen(flags, creates))

/** An option that may be missing, as requests have it. */
export const given = Option.getOrUndefined
