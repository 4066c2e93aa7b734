// @ts-check
// A third of the time that a short command takes goes into finding several hundred files whose place is known. Plain
// JavaScript that Node 20 understands, as everything that runs before the launcher.
import * as module from "node:module"

/** Packages whose files are all ES modules and name each other with their endings. */
const ours = /^(effect|flowglass|@effect\/[^/]+|@flowglass\/[^/]+)\//

const packages = new URL("../", import.meta.url).href

/**
 * Whether relative imports of a module mean exactly what they say: no ending to try, no CommonJS.
 * @param {string} parent
 */
export const isPlain = (parent) => {
  const folder = "/node_modules/"
  const inside = parent.lastIndexOf(folder)
  return inside === -1 ? parent.startsWith(packages) : ours.test(parent.slice(inside + folder.length))
}

/**
 * What a relative import of such a module leads to; undefined where Node has to look for itself.
 * @param {string} specifier
 * @param {string | undefined} parent
 */
export const quickly = (specifier, parent) => {
  if (parent === undefined || !/^\.\.?\//.test(specifier) || !isPlain(parent)) return undefined
  const url = new URL(specifier, parent).href
  if (url.endsWith(".ts")) return { url, format: "module-typescript", shortCircuit: true }
  return url.endsWith(".js") && url.includes("/node_modules/")
    ? { url, format: "module", shortCircuit: true }
    : undefined
}

/** Lets relative imports of Flowglass and Effect skip Node's search; without effect where Node has no such hook. */
export const resolveQuickly = () => {
  if (!("registerHooks" in module)) return
  module.registerHooks({
    resolve: (specifier, context, next) => quickly(specifier, context.parentURL) ?? next(specifier, context)
  })
}
