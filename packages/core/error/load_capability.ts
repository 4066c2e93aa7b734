import { Effect, Predicate } from "effect"
import { CapabilityNotInstalled } from "./capability_errors.ts"

/** An optional part of Flowglass: what it is for, and the npm packages (with versions) it needs. */
export interface Capability {
  /** A subject for the message: `Outbound HTTP`. */
  readonly name: string
  readonly packages: ReadonlyArray<string>
}

const packageName = (specifier: string): string => specifier.replace(/(?<=.)@[^/]*$/, "")

// Node and bundlers say "Cannot find package 'undici' imported from ..."; only the missing of our own packages counts.
const isMissing = (cause: unknown, packages: ReadonlyArray<string>): boolean =>
  cause instanceof Error &&
  Predicate.hasProperty(cause, "code") &&
  (cause.code === "ERR_MODULE_NOT_FOUND" || cause.code === "MODULE_NOT_FOUND") &&
  packages.some((name) => cause.message.includes(`'${packageName(name)}'`))

/**
 * Loads the module of an optional part by dynamic import. Fails with `capability_not_installed`, naming the install
 * command, when one of its packages is missing; any other failure to load is a defect.
 */
export const loadCapability = <Module>(
  capability: Capability,
  load: () => Promise<Module>
): Effect.Effect<Module, CapabilityNotInstalled> =>
  Effect.tryPromise({ try: load, catch: (cause) => cause }).pipe(
    Effect.catch((cause) =>
      isMissing(cause, capability.packages)
        ? Effect.fail(
            new CapabilityNotInstalled({
              message: `${capability.name} is not installed. Run: npm install ${capability.packages.join(" ")}`
            })
          )
        : Effect.die(cause)
    )
  )
