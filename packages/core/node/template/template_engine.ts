import { Effect } from "effect"

const load = () => import("../../template/mod.ts")

/** What renders Jinja2. */
export type TemplateEngine = Awaited<ReturnType<typeof load>>

let loaded: TemplateEngine | undefined

/** What renders Jinja2, if something has loaded it. */
export const loadedTemplateEngine = (): TemplateEngine | undefined => loaded

/** Loads what renders Jinja2: a fifth of all modules, which most runs never need. At once from the second time on. */
export const templateEngine: Effect.Effect<TemplateEngine> = Effect.suspend(() =>
  loaded === undefined
    ? Effect.map(Effect.promise(load), (engine) => {
        loaded = engine
        return engine
      })
    : Effect.succeed(loaded)
)
