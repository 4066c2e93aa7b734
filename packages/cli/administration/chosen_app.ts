import { AppNotFound, didYouMean, withHint } from "@flowglass/core/error"
import { Effect } from "effect"
import { AppNameAmbiguous } from "../error/administration_errors.ts"
import { findNamed, listNamed, type Named } from "./find_named.ts"

/** The one app that a word stands for. */
export const chosenApp = <Item extends Named>(
  apps: ReadonlyArray<Item>,
  word: string
): Effect.Effect<Item, AppNotFound | AppNameAmbiguous> => {
  const [found, ...others] = findNamed(apps, word)
  if (found === undefined) {
    const hint = didYouMean(
      word,
      apps.map(({ name }) => name)
    )
    return Effect.fail(withHint(new AppNotFound({ message: `There is no app ${JSON.stringify(word)}.` }), hint))
  }
  if (others.length === 0) return Effect.succeed(found)
  const all = [found, ...others]
  const message = `${all.length} apps fit ${JSON.stringify(word)}: ${listNamed(all)}`
  return Effect.fail(new AppNameAmbiguous({ message, params: { apps: all.map(({ id }) => id) } }))
}
