import { Effect } from "effect"
import { AppStore } from "./app_store.ts"
import { newApp } from "./app_store_conformance.ts"
import {
  expect,
  expectCode,
  expectSame,
  hostileTexts,
  requirement,
  type StoreRequirement,
  unique
} from "./store_requirement.ts"
import { type AppAddress, type DraftChange, type WorkflowContent, WorkflowStore } from "./workflow_store.ts"

/** A new app to put workflows into. */
const freshApp = Effect.gen(function* () {
  const apps = yield* AppStore
  const { id, tenantId } = yield* apps.create(newApp(unique("tenant")))
  return { tenantId, appId: id } satisfies AppAddress
})

const content = (graph: object = {}): WorkflowContent => ({
  graph: { nodes: [], ...graph },
  features: { opening_statement: "hi" },
  environmentVariables: [],
  conversationVariables: []
})

const change = (app: AppAddress, expectedHash: string | null, hash: string, graph: object = {}): DraftChange => ({
  ...app,
  mode: "workflow",
  expectedHash,
  hash,
  content: content(graph),
  by: "ada"
})

/** What every `WorkflowStore` must do. */
export const workflowStoreRequirements: ReadonlyArray<StoreRequirement<AppStore | WorkflowStore>> = [
  requirement(
    "keeps one draft: the first save needs no hash, each later one the hash that was read",
    Effect.gen(function* () {
      const workflows = yield* WorkflowStore
      const app = yield* freshApp
      yield* expectCode(workflows.draft(app), "draft_workflow_not_exist")
      const first = yield* workflows.saveDraft(change(app, "anything", "h1"))
      yield* expect(first.version === "draft" && first.createdBy === "ada", "not a draft")
      yield* expectCode(workflows.saveDraft(change(app, "h0", "h2")), "draft_workflow_not_sync")
      yield* expectCode(workflows.saveDraft(change(app, null, "h2")), "draft_workflow_not_sync")
      const second = yield* workflows.saveDraft({ ...change(app, "h1", "h2", { a: 1 }), by: "bob" })
      const { id, createdAt, createdBy, updatedBy } = second
      yield* expectSame(
        { id, createdAt, createdBy, updatedBy },
        { id: first.id, createdAt: first.createdAt, createdBy: "ada", updatedBy: "bob" },
        "the same draft"
      )
      yield* expectSame(yield* workflows.draft(app), second, "found")
    })
  ),
  requirement(
    "weakness: of 10 who save at the same time one wins, before and after the first draft",
    Effect.gen(function* () {
      const workflows = yield* WorkflowStore
      const app = yield* freshApp
      const race = (expected: string) =>
        Effect.map(
          Effect.forEach(
            Array.from({ length: 10 }, (_, index) => change(app, expected, `${expected}-${index}`, { index })),
            (draft) => Effect.result(workflows.saveDraft(draft)),
            { concurrency: "unbounded" }
          ),
          (outcomes) => outcomes.map((one) => (one._tag === "Success" ? one.success : one.failure.code))
        )
      for (const _ of [1, 2]) {
        const before = yield* Effect.match(workflows.draft(app), {
          onFailure: () => "none",
          onSuccess: ({ hash }) => hash
        })
        const outcomes = yield* race(before)
        const won = outcomes.flatMap((one) => (typeof one === "string" ? [] : [one]))
        const lost = outcomes.filter((one) => one === "draft_workflow_not_sync")
        yield* expect(won.length === 1 && lost.length === 9, `${won.length} won, ${lost.length} lost`)
        yield* expectSame(yield* workflows.draft(app), won[0], "the winner's draft")
      }
    })
  ),
  requirement(
    "publishes copies of the draft, the newest of which is the current one",
    Effect.gen(function* () {
      const workflows = yield* WorkflowStore
      const apps = yield* AppStore
      const app = yield* freshApp
      const mark = { name: "v", comment: "c", by: "bob" }
      yield* expectCode(workflows.publish(app, mark), "draft_workflow_not_exist")
      yield* expect((yield* workflows.published(app)) === undefined, "published out of nothing")
      const draft = yield* workflows.saveDraft(change(app, null, "h1", { a: 1 }))
      const one = yield* workflows.publish(app, mark)
      yield* expect(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(one.version), `version ${one.version}`)
      yield* expectSame(
        [one.graph, one.markedName, one.markedComment, one.createdBy],
        [draft.graph, "v", "c", "bob"],
        "copy"
      )
      yield* workflows.saveDraft(change(app, "h1", "h2", { a: 2 }))
      yield* expectSame(yield* workflows.published(app), one, "what runs after the draft changed")
      const two = yield* workflows.publish(app, { ...mark, name: "w" })
      yield* expectSame(yield* workflows.published(app), two, "what runs after publishing again")
      yield* expectSame(yield* workflows.version(app, one.id), one, "the old version")
      yield* expect((yield* apps.get(app.tenantId, app.appId)).workflowId === two.id, "the app has another version")
      yield* expectCode(workflows.version(app, draft.id), "workflow_not_found")
      const { id, appId, createdBy, createdAt, updatedBy, updatedAt } = two
      const head = { id, appId, createdBy, createdAt, updatedBy, updatedAt }
      const unpublished = (yield* freshApp).appId
      const asked = [app.appId, app.appId, unpublished, "missing", "\u0000"]
      yield* expectSame(yield* workflows.publishedHeads(app.tenantId, asked), [head], "heads")
      yield* expectSame(yield* workflows.publishedHeads(app.tenantId, []), [], "heads of no app")
      const listed = yield* workflows.list(app, { page: 1, limit: 2 })
      yield* expectSame(
        listed.items.map(({ id }) => id),
        [draft.id, two.id],
        "first page"
      )
      const rest = yield* workflows.list(app, { page: 2, limit: 2 })
      yield* expectSame([rest.items.map(({ id }) => id), rest.total], [[one.id], 3], "second page")
    })
  ),
  requirement(
    "hostile: answers for a foreign app or version as for a missing one",
    Effect.gen(function* () {
      const workflows = yield* WorkflowStore
      const [mine, foreign] = [yield* freshApp, yield* freshApp]
      yield* workflows.saveDraft(change(foreign, null, "h"))
      const published = yield* workflows.publish(foreign, { name: "", comment: "", by: null })
      for (const app of [
        { tenantId: mine.tenantId, appId: foreign.appId },
        { tenantId: foreign.tenantId, appId: mine.appId }
      ]) {
        yield* expectCode(workflows.draft(app), "draft_workflow_not_exist")
        yield* expectCode(workflows.saveDraft(change(app, "h", "x")), "app_not_found")
        yield* expectCode(workflows.publish(app, { name: "", comment: "", by: null }), "draft_workflow_not_exist")
        yield* expect((yield* workflows.published(app)) === undefined, "a foreign published version")
        yield* expectSame(yield* workflows.publishedHeads(app.tenantId, [app.appId]), [], "foreign heads")
        yield* expectSame(yield* workflows.list(app, { page: 1, limit: 10 }), { items: [], total: 0 }, "a foreign list")
      }
      yield* expectCode(workflows.version(mine, published.id), "workflow_not_found")
      for (const text of hostileTexts) yield* expectCode(workflows.version(foreign, text), "workflow_not_found")
    })
  ),
  requirement(
    "hostile: keeps every text and name of the content as it is",
    Effect.gen(function* () {
      const workflows = yield* WorkflowStore
      const app = yield* freshApp
      let hash = ""
      for (const text of hostileTexts) {
        const graph = { [`$${text}`]: text, ...Object.fromEntries([["__proto__", { polluted: text }]]), big: 2n ** 70n }
        const data: unknown = { name: text, value: [text, 1.5, null, true] }
        const saved = yield* workflows.saveDraft({
          ...app,
          mode: "workflow",
          expectedHash: hash,
          hash: `${hash.slice(0, 10)}${text}`,
          content: { graph, features: { data }, environmentVariables: [{ data }], conversationVariables: [{ data }] },
          by: text
        })
        hash = saved.hash
        const found = yield* workflows.draft(app)
        yield* expectSame(found, saved, "kept")
        yield* expectSame(found.graph, graph, "the graph")
        yield* expect(Object.hasOwn(found.graph, "__proto__"), "lost a name")
        const published = yield* workflows.publish(app, { name: text, comment: text, by: text })
        yield* expectSame(yield* workflows.version(app, published.id), published, "published")
      }
    })
  ),
  requirement(
    "keeps the values of secret variables",
    Effect.gen(function* () {
      const workflows = yield* WorkflowStore
      const app = yield* freshApp
      const environmentVariables = hostileTexts.map((value, index) => ({
        id: String(index),
        name: `S${index}`,
        value_type: index % 2 === 0 ? "secret" : "string",
        value
      }))
      const draft = { ...change(app, null, "h"), content: { ...content(), environmentVariables } }
      yield* workflows.saveDraft(draft)
      yield* expectSame((yield* workflows.draft(app)).environmentVariables, environmentVariables, "variables")
      const published = yield* workflows.publish(app, { name: "", comment: "", by: null })
      yield* expectSame(published.environmentVariables, environmentVariables, "published variables")
    })
  )
]
