import { Effect } from "effect"
import { api, member } from "../_test_story.ts"
import { neverId, type Place, type World } from "../_test_world.ts"
import { encoded, owner } from "../console/_test_accounts.ts"
import type { TestBrowser } from "../serve/_test_client.ts"
import { pausedDraft, pausedPublished } from "./_test_paused_run.ts"

/** What has to be given before the server of a test is set up. */
export const initPassword = "open sesame"

/** What a route is asked with, beside its method and path. */
export interface RouteRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | ReadonlyArray<string>>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Who asks instead of the one whose place it is. */
  readonly browser?: TestBrowser
  readonly key?: string
}

/** Makes a request that a route carries out, in the place of somebody. */
export type MakeRequest = (place: Place, world: World) => Effect.Effect<RouteRequest>

const post = ({ browser }: Place, path: string, body: unknown = {}) =>
  browser.send(`${api}${path}`, { method: "POST", body })

/** A new app in a place, with nothing in it. */
export const freshApp = (place: Place, mode = "workflow") =>
  Effect.map(post(place, "/apps", { name: "Fresh", mode }), ({ json }) => member(json, "id"))

const plain: MakeRequest = () => Effect.succeed({})
const ofApp: MakeRequest = ({ app }) => Effect.succeed({ params: { app_id: app } })
const ofRun =
  (run: "draftRun" | "publishedRun", more: Readonly<Record<string, string>> = {}): MakeRequest =>
  (place) =>
    Effect.succeed({ params: { app_id: place.app, run_id: place[run], ...more } })
const withBody =
  (body: unknown): MakeRequest =>
  () =>
    Effect.succeed({ body })
const answer = { action: "yes", inputs: { note: "fine" }, user: "u1" }
const ofDraftForm =
  (body?: unknown): MakeRequest =>
  (place) =>
    Effect.map(pausedDraft(place), ({ token }) => ({
      params: { form_token: token },
      ...(body === undefined ? {} : { body })
    }))
const ofPublishedForm =
  (body?: unknown): MakeRequest =>
  (place) =>
    Effect.map(pausedPublished(place), ({ token, key }) => ({
      params: { form_token: token },
      key,
      ...(body === undefined ? {} : { body })
    }))
const started = { inputs: { name: "Ada" }, user: "u1" }
const node = { node_id: "m" }
const output = { ...node, output_name: "text" }

/** For each route a request that it carries out. A route that is missing here fails the suites that read this. */
export const routeBook: Readonly<Record<string, MakeRequest>> = {
  "system.ping": plain,
  "system.version": () => Effect.succeed({ query: { current_version: "1.14.2" } }),
  "system.dslVersion": plain,
  "system.systemFeatures": plain,
  "system.features": plain,
  "system.initStatus": plain,
  "system.setupStatus": plain,
  "system.setUp": withBody(owner),
  "system.proveInit": withBody({ password: initPassword }),
  "session.login": ({ email }) => Effect.succeed({ body: { email, password: encoded(owner.password) } }),
  "session.logout": ({ email }, world) => Effect.map(world.signedIn(email), (browser) => ({ browser })),
  "session.refreshToken": ({ email }, world) => Effect.map(world.signedIn(email), (browser) => ({ browser })),
  "account.profile": plain,
  "account.changeName": withBody({ name: "Ada" }),
  "account.changeLanguage": withBody({ interface_language: "en-US" }),
  "account.changeTheme": withBody({ interface_theme: "light" }),
  "account.changeTimezone": withBody({ timezone: "UTC" }),
  "account.changePassword": withBody({
    password: owner.password,
    new_password: owner.password,
    repeat_new_password: owner.password
  }),
  "workspaces.listWorkspaces": plain,
  "workspaces.currentWorkspace": plain,
  "workspaces.currentWorkspaceInfo": plain,
  "workspaces.listMembers": plain,
  "workspaces.switchWorkspace": ({ tenantId }) => Effect.succeed({ body: { tenant_id: tenantId } }),
  "apps.listApps": plain,
  "apps.createApp": withBody({ name: "New", mode: "workflow" }),
  "apps.readApp": ofApp,
  "apps.updateApp": ({ app }) => Effect.succeed({ params: { app_id: app }, body: { name: "Greeter" } }),
  "apps.deleteApp": (place) => Effect.map(freshApp(place), (app_id) => ({ params: { app_id } })),
  "apps.enableApi": ({ app }) => Effect.succeed({ params: { app_id: app }, body: { enable_api: true } }),
  "apiKeys.listApiKeys": ofApp,
  "apiKeys.createApiKey": (place) => Effect.map(freshApp(place), (app_id) => ({ params: { app_id } })),
  "apiKeys.deleteApiKey": (place) =>
    Effect.gen(function* () {
      const app_id = yield* freshApp(place)
      return { params: { app_id, key_id: member((yield* post(place, `/apps/${app_id}/api-keys`)).json, "id") } }
    }),
  "drafts.readDraft": ofApp,
  "drafts.syncDraft": ({ app, draft, hash }) => Effect.succeed({ params: { app_id: app }, body: { ...draft, hash } }),
  "drafts.publish": ({ app }) => Effect.succeed({ params: { app_id: app }, body: {} }),
  "drafts.readPublished": ofApp,
  "draftRuns.runDraft": ({ app }) => Effect.succeed({ params: { app_id: app }, body: { inputs: { name: "Ada" } } }),
  "draftRuns.runChatDraft": ({ chat }) =>
    Effect.succeed({ params: { app_id: chat }, body: { inputs: {}, query: "Hi" } }),
  "draftRuns.stopTask": ({ app }) => Effect.succeed({ params: { app_id: app, task_id: neverId } }),
  "workflowRuns.listRuns": ofApp,
  "workflowRuns.listChatRuns": ofApp,
  "workflowRuns.readRun": ofRun("draftRun"),
  "workflowRuns.nodeExecutions": ofRun("draftRun"),
  "workflowRuns.replayRun": ({ app, draftRun }) =>
    Effect.succeed({ params: { app_id: app, run_id: draftRun }, body: {} }),
  "pausedRuns.readForm": ofDraftForm(),
  "pausedRuns.submitForm": ofDraftForm(answer),
  "pausedRuns.pauseDetails": ({ draftRun }) => Effect.succeed({ params: { run_id: draftRun } }),
  "pausedRuns.followRun": ({ draftRun }) => Effect.succeed({ params: { run_id: draftRun } }),
  "inspector.draftSnapshot": ofRun("draftRun"),
  "inspector.draftEvents": ofRun("draftRun"),
  "inspector.draftNode": ofRun("draftRun", node),
  "inspector.draftOutput": ofRun("draftRun", output),
  "inspector.publishedSnapshot": ofRun("publishedRun"),
  "inspector.publishedEvents": ofRun("publishedRun"),
  "inspector.publishedNode": ofRun("publishedRun", node),
  "inspector.publishedOutput": ofRun("publishedRun", output),
  "v1.welcome.welcome": plain,
  "v1.keyApp.info": plain,
  "v1.keyApp.parameters": plain,
  "v1.keyApp.meta": plain,
  "v1.keyApp.site": plain,
  "v1.runs.runWorkflow": withBody(started),
  "v1.runs.runVersion": ({ version }) => Effect.succeed({ params: { workflow_id: version }, body: started }),
  "v1.runs.readRun": ({ publishedRun }) => Effect.succeed({ params: { workflow_run_id: publishedRun } }),
  "v1.runs.stopRun": () => Effect.succeed({ params: { task_id: neverId }, body: { user: "u1" } }),
  "v1.forms.readForm": ofPublishedForm(),
  "v1.forms.submitForm": ofPublishedForm(answer),
  "v1.runs.followRun": ({ publishedRun }) =>
    Effect.succeed({ params: { workflow_run_id: publishedRun }, query: { user: "u1" } })
}
