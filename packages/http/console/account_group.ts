import { StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { CurrentPasswordIncorrect, EmailCodeLoginLimit, RepeatPasswordNotMatch } from "../error/console_errors.ts"
import { plainText } from "../serve/plain_text.ts"
import { WellFormedBody } from "../serve/well_formed.ts"
import { AccountProfile } from "./account_view.ts"
import { PasswordText } from "./password_text.ts"

/** The account that is signed in. */
export const accountGroup = HttpApiGroup.make("account")
  .add(
    HttpApiEndpoint.get("profile", "/account/profile", { success: AccountProfile }),
    HttpApiEndpoint.post("changeName", "/account/name", {
      payload: Schema.Struct({ name: plainText(3, 30) }),
      success: AccountProfile,
      error: StoreUnavailable
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("changeLanguage", "/account/interface-language", {
      payload: Schema.Struct({ interface_language: plainText(1, 35) }),
      success: AccountProfile,
      error: StoreUnavailable
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("changeTheme", "/account/interface-theme", {
      payload: Schema.Struct({ interface_theme: Schema.Literals(["light", "dark"]) }),
      success: AccountProfile,
      error: StoreUnavailable
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("changeTimezone", "/account/timezone", {
      payload: Schema.Struct({ timezone: plainText(1, 64) }),
      success: AccountProfile,
      error: StoreUnavailable
    }).middleware(WellFormedBody),
    HttpApiEndpoint.post("changePassword", "/account/password", {
      payload: Schema.Struct({
        password: Schema.optional(Schema.NullOr(PasswordText)),
        new_password: PasswordText,
        repeat_new_password: PasswordText
      }),
      success: AccountProfile,
      error: [RepeatPasswordNotMatch, CurrentPasswordIncorrect, EmailCodeLoginLimit, StoreUnavailable]
    }).middleware(WellFormedBody)
  )
  .middleware(SignedIn)
