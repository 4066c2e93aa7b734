import { type AccountChange, AccountStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { PasswordChange } from "../auth/password_change.ts"
import { setSessionCookies } from "../auth/session_cookies.ts"
import { Sessions } from "../auth/sessions.ts"
import { ServerConfig } from "../serve/server_config.ts"
import { accountProfile } from "./account_view.ts"
import { ConsoleApi } from "./console_api.ts"
import { validLanguage } from "./language_rule.ts"
import { validTimezone } from "./timezone_rule.ts"

export const accountHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "account",
  Effect.fnUntraced(function* (handlers) {
    const settings = yield* ServerConfig
    const accounts = yield* AccountStore
    const sessions = yield* Sessions
    const passwordChange = yield* PasswordChange
    const change = Effect.fnUntraced(function* (values: AccountChange) {
      const { account } = yield* CurrentAccount
      return accountProfile((yield* accounts.change(account.id, values)) ?? account)
    })
    return handlers.handleAll({
      profile: () => Effect.map(CurrentAccount, ({ account }) => accountProfile(account)),
      changeName: ({ payload }) => change({ name: payload.name }),
      changeLanguage: ({ payload }) =>
        Effect.flatMap(validLanguage(payload.interface_language), (interfaceLanguage) => change({ interfaceLanguage })),
      changeTheme: ({ payload }) => change({ interfaceTheme: payload.interface_theme }),
      changeTimezone: ({ payload }) =>
        Effect.flatMap(validTimezone(payload.timezone), (timezone) => change({ timezone })),

      // Whoever knew the old password is signed out everywhere else; this browser gets a new session.
      changePassword: Effect.fnUntraced(function* ({ payload }) {
        const { account } = yield* CurrentAccount
        const texts = {
          current: payload.password ?? "",
          next: payload.new_password,
          repeated: payload.repeat_new_password
        }
        const passwordHash = yield* passwordChange.hashFor(account, texts)
        const profile = yield* change({ passwordHash })
        yield* setSessionCookies(settings, yield* sessions.reopen(account.id))
        return profile
      })
    })
  })
)
