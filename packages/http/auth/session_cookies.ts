import { Duration, Effect } from "effect"
import { type Cookies, HttpEffect, type HttpServerRequest, HttpServerResponse } from "effect/http"
import { isSecure, type ServerSettings } from "../serve/server_config.ts"
import type { SessionSecrets } from "./sessions.ts"

/** The cookies of a session, under Dify's names; `session` is there before anybody can sign in. */
export type SessionCookie = "access_token" | "refresh_token" | "csrf_token" | "session"

const domainOf = ({ cookieDomain = "" }: ServerSettings): string | undefined => {
  const domain = cookieDomain.trim().replace(/^\./, "")
  return domain === "" ? undefined : domain
}

/** What a cookie is called: `__Host-` before it binds it to this host, which browsers accept on https without a domain. */
export const cookieName = (settings: ServerSettings, cookie: SessionCookie): string =>
  isSecure(settings) && domainOf(settings) === undefined ? `__Host-${cookie}` : cookie

/** The value of a session cookie of a request; undefined without one. */
export const cookieOf = (
  settings: ServerSettings,
  { cookies }: HttpServerRequest.HttpServerRequest,
  cookie: SessionCookie
): string | undefined => {
  const name = cookieName(settings, cookie)
  return Object.hasOwn(cookies, name) && cookies[name] !== "" ? cookies[name] : undefined
}

/** A script of the page reads the CSRF token, to send it as a header. */
const attributes = (settings: ServerSettings, cookie: SessionCookie): NonNullable<Cookies.Cookie["options"]> => {
  const domain = domainOf(settings)
  return {
    path: "/",
    sameSite: "lax",
    httpOnly: cookie !== "csrf_token",
    secure: isSecure(settings),
    ...(domain === undefined ? {} : { domain })
  }
}

const withCookies = (
  cookies: ReadonlyArray<readonly [string, string, NonNullable<Cookies.Cookie["options"]>]>
): Effect.Effect<void, never, HttpServerRequest.HttpServerRequest> =>
  HttpEffect.appendPreResponseHandler((_, response) => Effect.orDie(HttpServerResponse.setCookies(response, cookies)))

/** Sends the cookies of a session with the response of the current request. */
export const setSessionCookies = (settings: ServerSettings, secrets: SessionSecrets) => {
  const cookie = (name: SessionCookie, value: string, seconds: number) => {
    const options = { ...attributes(settings, name), maxAge: Duration.seconds(seconds) }
    return [cookieName(settings, name), value, options] as const
  }
  return withCookies([
    cookie("access_token", secrets.accessToken, settings.accessTokenLifetime),
    cookie("refresh_token", secrets.refreshToken, settings.refreshTokenLifetime),
    cookie("csrf_token", secrets.csrfToken, settings.accessTokenLifetime)
  ])
}

/** Sends what says that this browser gave the password that stands before the set-up. */
export const setInitCookie = (settings: ServerSettings, token: string) => {
  const options = { ...attributes(settings, "session"), maxAge: Duration.seconds(settings.accessTokenLifetime) }
  return withCookies([[cookieName(settings, "session"), token, options]])
}

/** Makes the browser forget the cookies of a session. */
export const clearSessionCookies = (settings: ServerSettings) =>
  withCookies(
    (["access_token", "refresh_token", "csrf_token"] as const).map((name) => {
      const options = { ...attributes(settings, name), expires: new Date(0) }
      return [cookieName(settings, name), "", options] as const
    })
  )
