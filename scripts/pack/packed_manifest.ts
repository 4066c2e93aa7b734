// The package.json of a packed package, made from the one in the repository.

/** What of a package.json matters here; the rest is kept. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports?: { readonly [subPath: string]: string }
  readonly dependencies?: { readonly [name: string]: string }
  readonly [field: string]: unknown
}

const dropped = ["devDependencies", "scripts", "private"]

const compiled = (target: string) =>
  target.endsWith(".ts") ? { types: target.replace(/\.ts$/, ".d.ts"), default: target.replace(/\.ts$/, ".js") } : target

/**
 * The manifest to publish: entries point at compiled files with their types, Flowglass packages need each other in
 * exactly this version, `files` names what is there.
 */
export const packedManifest = (
  manifest: Manifest,
  versions: ReadonlyMap<string, string>,
  files: ReadonlyArray<string>
): Manifest => {
  const kept = Object.entries(manifest).filter(([field]) => !dropped.includes(field))
  const entries = Object.entries(manifest.exports ?? {}).map(([path, target]) => [path, compiled(target)])
  const needed = Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [name, versions.get(name) ?? range])
  return {
    ...Object.fromEntries(kept),
    name: manifest.name,
    version: manifest.version,
    exports: Object.fromEntries([...entries, ["./package.json", "./package.json"]]),
    ...(needed.length > 0 && { dependencies: Object.fromEntries(needed) }),
    files: [...files].sort()
  }
}

/** The files of a packed package that its manifest promises: entries and commands. */
export const promisedFiles = (manifest: Manifest): ReadonlyArray<string> => {
  const pathsIn = (value: unknown): ReadonlyArray<string> =>
    typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(pathsIn)
  return [...pathsIn(manifest.exports), ...pathsIn(manifest["bin"])]
}
