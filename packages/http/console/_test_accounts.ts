import { Effect } from "effect"
import { send, type TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"

export const owner = { email: "ada@example.test", name: "Ada", password: "correct horse 1" }

/** A password as the sign-in page sends it. */
export const encoded = (password: string): string => Buffer.from(password).toString("base64")

/** The first account of an installation. */
export const setUp = (port: number, account = owner) =>
  send(port, "/console/api/setup", { method: "POST", body: account })

/** A server whose first account is there. */
export const readySite = Effect.gen(function* () {
  const site = yield* startSite()
  yield* setUp(site.port)
  return site
})

/** Signs in at a host. */
export const signIn = (
  browser: TestBrowser,
  host = "http://localhost",
  { email, password }: Pick<typeof owner, "email" | "password"> = owner
) => browser.send(`${host}/console/api/login`, { method: "POST", body: { email, password: encoded(password) } })

/** Whether a browser is signed in at a host. */
export const isSignedIn = (browser: TestBrowser, host = "http://localhost") =>
  Effect.map(browser.send(`${host}/console/api/account/profile`), ({ status }) => status === 200)
