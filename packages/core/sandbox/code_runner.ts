import { Context, Effect, Layer, Scope } from "effect"
import type { CapabilityNotInstalled } from "../error/capability_errors.ts"
import { type CodeLanguageNotAvailable, CodeLanguageUnknown } from "../error/sandbox_errors.ts"
import type { CodeError, CodeRequest, CodeResult } from "./code_request.ts"
import type { JavascriptSandboxOptions } from "./javascript.ts"
import type { PythonSandboxOptions } from "./python.ts"

/** Why code of a language cannot run here at all. */
export type CodeUnavailable = CapabilityNotInstalled | CodeLanguageNotAvailable | CodeLanguageUnknown

interface Sandbox {
  readonly run: (request: CodeRequest) => Effect.Effect<CodeResult, CodeError>
}

/**
 * Runs programs that nobody vouches for: Dify's code executor, inside this process and killable. Interrupting `run`
 * kills the program. Programs beyond the number of sandboxes wait in the order they came, and their time limit starts
 * when they do.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { CodeRunner } from "@flowglass/core"
 *
 * const program = Effect.gen(function* () {
 *   const runner = yield* CodeRunner
 *   const { result } = yield* runner.run({
 *     language: "javascript",
 *     code: "function main({ name }) { return { greeting: `Hello ${name}` } }",
 *     inputs: { name: "Ada" },
 *     limits: { timeout: 15_000, memory: 64 * 1024 * 1024, output: 1024 * 1024 }
 *   })
 *   return result.greeting
 * })
 * const greeting = await Effect.runPromise(Effect.provide(program, CodeRunner.layer))
 * greeting // => "Hello Ada"
 * ```
 */
export class CodeRunner extends Context.Service<
  CodeRunner,
  {
    /** Runs one program to its end. */
    readonly run: (request: CodeRequest) => Effect.Effect<CodeResult, CodeError>
    /** Fails when code of this language cannot run here; nothing is run. */
    readonly check: (language: string) => Effect.Effect<void, CodeUnavailable>
  }
>()("@flowglass/core/sandbox/CodeRunner") {
  /** Sandboxes with these options. The engine of a language is loaded when its first program runs. */
  static layerWith(options: {
    readonly javascript?: JavascriptSandboxOptions
    readonly python?: PythonSandboxOptions
  }): Layer.Layer<CodeRunner> {
    return Layer.effect(
      CodeRunner,
      Effect.gen(function* () {
        const scope = yield* Effect.scope
        const once = <E>(sandbox: Effect.Effect<Sandbox, E, Scope.Scope>) =>
          Effect.cached(
            sandbox.pipe(
              Effect.provideService(Scope.Scope, scope),
              // An interrupted caller must not leave the loading half done for all later ones.
              Effect.uninterruptible
            )
          )
        const javascript = yield* once(
          Effect.flatMap(
            Effect.promise(() => import("./javascript.ts")),
            (module) => module.makeJavascriptSandbox(options.javascript)
          )
        )
        const python = yield* once(
          Effect.flatMap(
            Effect.promise(() => import("./python.ts")),
            (module) => module.makePythonSandbox(options.python)
          )
        )
        const sandboxFor = (language: string): Effect.Effect<Sandbox, CodeUnavailable> => {
          if (language === "javascript") return javascript
          if (language === "python3") return python
          return Effect.fail(new CodeLanguageUnknown({ message: `Unsupported language ${language}` }))
        }
        return CodeRunner.of({
          run: Effect.fn("CodeRunner.run")(function* (request) {
            const sandbox = yield* sandboxFor(request.language)
            return yield* sandbox.run(request)
          }),
          check: (language) => Effect.asVoid(sandboxFor(language))
        })
      })
    )
  }

  /** Sandboxes for JavaScript and Python: a thread for each core, and two processes. */
  static readonly layer: Layer.Layer<CodeRunner> = CodeRunner.layerWith({})
}
