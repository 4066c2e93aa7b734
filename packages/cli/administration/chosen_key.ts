import { ApiKeyNotFound, withHint } from "@flowglass/core/error"
import { Effect } from "effect"

/** The key of an app that a word stands for: its id, or the key itself. */
export const chosenKey = <Key extends { readonly id: string; readonly token: string }>(
  keys: ReadonlyArray<Key>,
  word: string
): Effect.Effect<Key, ApiKeyNotFound> => {
  const found = keys.find(({ id, token }) => id === word || token === word)
  if (found !== undefined) return Effect.succeed(found)
  const hint = keys.length === 0 ? "the app has no keys" : "flowglass keys list APP shows the ids"
  return Effect.fail(withHint(new ApiKeyNotFound({ message: "The app has no such key." }), hint))
}
