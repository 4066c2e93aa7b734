import { AppKeyStore, SessionStore } from "@flowglass/core"
import { Clock, Context, Effect } from "effect"
import { neverId, slowName, type World } from "../_test_world.ts"
import { loginKey } from "../auth/login_lockout.ts"
import { encoded, owner } from "../console/_test_accounts.ts"
import { askRoute } from "./_test_ask_route.ts"
import type { Provoke } from "./_test_general_provocations.ts"
import { pausedDraft, pausedPublished } from "./_test_paused_run.ts"
import { freshApp } from "./_test_route_book.ts"
import type { DeclaredRoute } from "./_test_routes.ts"

const lockOut = Effect.fnUntraced(function* (world: World, key: string) {
  const sessions = Context.get(world.stores, SessionStore)
  const now = yield* Clock.currentTimeMillis
  for (let count = 0; count < 7; count++) yield* sessions.countFailure(key, now, now + 60_000)
}, Effect.orDie)

const passwords = (password: string, next: string, repeated = next) => ({
  password,
  new_password: next,
  repeat_new_password: repeated
})

const withBody =
  (body: unknown): Provoke =>
  (route, { ask }) =>
    ask(route, { body })

const login = (email: string, password = owner.password) => ({ email, password: encoded(password) })

/** Twice at a server that has patience for one. */
const twice: Provoke = (route, { ask }) => Effect.andThen(ask(route, {}, "patient"), ask(route, {}, "patient"))

/** Starts a run that takes long, and asks until it has taken the app's only place. */
const crowded: Provoke = Effect.fnUntraced(function* (route, { ask, world }) {
  const app = route.path.includes("/advanced-chat/") ? world.own.chat : world.own.app
  const limit = (maxActiveRequests: number) =>
    Effect.orDie(world.apps.change(world.own.tenantId, app, { maxActiveRequests, updatedBy: null }))
  yield* limit(1)
  const inputs = { name: slowName }
  yield* Effect.forkScoped(ask(route, { body: { inputs, query: slowName, user: "u1" } }))
  const refused = Effect.repeat(Effect.andThen(Effect.sleep(10), ask(route)), {
    until: ({ status }) => status === 429,
    times: 200
  })
  return yield* Effect.ensuring(refused, limit(0))
}, Effect.scoped)

/** A form of the surface of a route. */
const formOf = ({ path }: DeclaredRoute, world: World, data: { readonly [name: string]: unknown } = {}) =>
  path.startsWith("/v1") ? pausedPublished(world.own, data) : pausedDraft(world.own, data)

const answered = { action: "no", inputs: { note: "" }, user: "u1" }

/** Answers a form, and asks for it once more. */
const answeredBefore: Provoke = Effect.fnUntraced(function* (route, { world }) {
  const { token, key } = yield* formOf(route, world)
  const request = { params: { form_token: token }, ...(key === "" ? {} : { key }) }
  yield* askRoute(world.port, { ...route, method: "POST" }, world.own, { ...request, body: answered })
  return yield* askRoute(world.port, route, world.own, { ...request, ...(route.hasBody ? { body: answered } : {}) })
})

/** Waits for the end of a form that has no time. */
const askedTooLate: Provoke = Effect.fnUntraced(function* (route, { world }) {
  const { token, key } = yield* formOf(route, world, { timeout: 0 })
  const request = {
    params: { form_token: token },
    ...(key === "" ? {} : { key }),
    ...(route.hasBody ? { body: answered } : {})
  }
  yield* Effect.sleep(1100)
  return yield* askRoute(world.port, route, world.own, request)
})

const unfit: Provoke = (route, { ask }) => ask(route, { body: { ...answered, action: "maybe" } })

/** With a token that nobody made. */
const unknownForm: Provoke = (route, { ask }) => ask(route, { params: { form_token: "nobodys" } })

/** What only some routes can be made to answer, by route and code. */
export const particularProvocations: Readonly<Record<string, Provoke>> = {
  "system.proveInit init_validate_failed": (route, { ask }) => ask(route, { body: { password: "wrong" } }, "gated"),
  "system.proveInit already_setup": (route, { ask }) => ask(route),
  "system.proveInit too_many_requests": twice,
  "system.setUp already_setup": (route, { ask }) => ask(route),
  "system.setUp too_many_requests": twice,
  "session.login too_many_requests": twice,
  "session.login account_banned": Effect.fnUntraced(function* (route, { ask, world }) {
    const { id, email } = yield* world.newMember("editor")
    yield* world.accounts.change(id, { status: "banned" })
    return yield* ask(route, { body: login(email) })
  }, Effect.orDie),
  "session.login authentication_failed": withBody(login("nobody@example.test")),
  "session.login email_code_login_limit": Effect.fnUntraced(function* (route, { ask, world }) {
    const { email } = yield* world.newMember("editor")
    yield* lockOut(world, loginKey(email))
    return yield* ask(route, { body: login(email) })
  }, Effect.orDie),
  "account.changePassword repeat_password_not_match": withBody(passwords(owner.password, "another 1", "another 2")),
  "account.changePassword current_password_incorrect": withBody(passwords("wrong horse 1", "another 1")),
  "account.changePassword email_code_login_limit": Effect.fnUntraced(function* (route, { ask, world }) {
    const { id, email } = yield* world.newMember("editor")
    yield* lockOut(world, `password:${id}`)
    return yield* ask(route, { browser: yield* world.signedIn(email) })
  }, Effect.orDie),
  "workspaces.switchWorkspace account_not_link_tenant": withBody({ tenant_id: neverId }),
  "apiKeys.createApiKey max_keys_exceeded": Effect.fnUntraced(function* (route, { ask, world }) {
    const app = yield* freshApp(world.own)
    const keys = Context.get(world.stores, AppKeyStore)
    const address = { tenantId: world.own.tenantId, appId: app }
    for (let count = 0; count < 10; count++) yield* keys.create(address, `app-${crypto.randomUUID()}`)
    return yield* ask(route, { params: { app_id: app } })
  }, Effect.orDie),
  "drafts.syncDraft draft_workflow_not_sync": (route, { ask, world }) =>
    ask(route, { body: { ...world.own.draft, hash: "another" } }),
  // Only who sends asterisks for a secret makes the server read the draft before.
  "drafts.syncDraft stored_value_unreadable": (route, { askWith, world: { own } }) =>
    askWith("unreadable", route, {
      body: { ...own.draft, environment_variables: [{ id: "1", value_type: "secret", value: "[__HIDDEN__]" }] }
    }),
  "pausedRuns.followRun invalid_param": (route, { world: { own } }) => {
    const twice = "include_state_snapshot=true&include_state_snapshot=false"
    return own.browser.send(`http://localhost${route.path.replace(":run_id", own.draftRun)}?${twice}`)
  },
  "pausedRuns.readForm not_found": unknownForm,
  "pausedRuns.readForm human_input_form_submitted": answeredBefore,
  "pausedRuns.readForm human_input_form_expired": askedTooLate,
  "pausedRuns.submitForm not_found": unknownForm,
  "pausedRuns.submitForm human_input_form_submitted": answeredBefore,
  "pausedRuns.submitForm human_input_form_expired": askedTooLate,
  "pausedRuns.submitForm invalid_form_data": unfit,
  "v1.forms.readForm not_found": unknownForm,
  "v1.forms.readForm human_input_form_submitted": answeredBefore,
  "v1.forms.readForm human_input_form_expired": askedTooLate,
  "v1.forms.submitForm not_found": unknownForm,
  "v1.forms.submitForm human_input_form_submitted": answeredBefore,
  "v1.forms.submitForm human_input_form_expired": askedTooLate,
  "v1.forms.submitForm invalid_form_data": unfit,
  "workflowRuns.replayRun too_many_requests": crowded,
  "workflowRuns.replayRun run_not_replayable": withBody({ inputs: { name: { no: "text" } } }),
  "workflowRuns.replayRun node_not_in_replayed_run": withBody({ from: "nobody" }),
  "draftRuns.runDraft too_many_requests": crowded,
  "draftRuns.runChatDraft too_many_requests": crowded,
  "v1.runs.runWorkflow too_many_requests": crowded,
  "v1.runs.runVersion too_many_requests": crowded
}
