// Rule: package-lock.json names every optional package, or `npm ci` refuses it on every machine.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Schema } from "effect"
import type { Finding } from "./source_project.ts"

const LockFile = Schema.fromJsonString(
  Schema.Struct({
    packages: Schema.Record(
      Schema.String,
      Schema.Struct({ optionalDependencies: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)) })
    )
  })
)

/** Objects to optional dependencies without an entry: npm drops those that a registry does not have. */
export const checkLockFile = (root: string): ReadonlyArray<Finding> => {
  const { packages } = Schema.decodeUnknownSync(LockFile)(readFileSync(join(root, "package-lock.json"), "utf8"))
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !Object.hasOwn(packages, `node_modules/${name}`))
      .filter((name) => !Object.hasOwn(packages, `${place}/node_modules/${name}`))
      .map((name) => ({
        file: "package-lock.json",
        line: 1,
        message: `lacks ${name}, which ${place} names, so npm ci fails: npm run lock`
      }))
  )
}
