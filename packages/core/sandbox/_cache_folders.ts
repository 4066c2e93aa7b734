import { homedir, tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { Config, Effect, Option, Result } from "effect"

const ownFolder: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "Library/Caches",
  win32: "AppData/Local"
}

/** Whether a folder of the home of nobody in particular may be used: `homedir` fails for a user without an entry. */
const homeFolder = (): Option.Option<string> =>
  Option.map(Result.getSuccess(Result.try(homedir)), (home) => join(home, ownFolder[process.platform] ?? ".cache"))

const userName = (): string =>
  Result.getOrElse(
    Result.try(() => String(userInfo().uid)),
    () => "user"
  )

/** Folders for what can be made again, best first: `$XDG_CACHE_HOME`, the system's for this user, the temporary one. */
export const cacheFolders: Effect.Effect<ReadonlyArray<string>> = Effect.gen(function* () {
  const configured = yield* Effect.orElseSucceed(
    Effect.map(
      Config.option(Config.NonEmptyString("XDG_CACHE_HOME")),
      Option.filter((folder) => folder.startsWith("/"))
    ),
    () => Option.none<string>()
  )
  const caches = Option.orElse(configured, homeFolder)
  return [
    ...Option.toArray(Option.map(caches, (folder) => join(folder, "flowglass"))),
    join(tmpdir(), `flowglass-${userName()}`)
  ]
})
