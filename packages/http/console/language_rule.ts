import { Effect } from "effect"
import { InvalidParam } from "../error/http_errors.ts"

/** A language of the pages, as Dify writes them: `en-US`, `zh-Hans`. */
export const validLanguage = (language: string): Effect.Effect<string, InvalidParam> =>
  /^[a-z]{2,3}-([A-Z]{2}|[A-Z][a-z]{3})$/.test(language)
    ? Effect.succeed(language)
    : Effect.fail(new InvalidParam({ message: `${JSON.stringify(language)} is not a valid language.` }))
