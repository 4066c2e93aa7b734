import type { OutputDeclaration } from "../node/output_declaration.ts"
import { systemVariables } from "../node/start/system_variables.ts"
import type { Selector } from "../value/selector.ts"
import { isRoot } from "./check_root.ts"
import { containersOf, isContainer } from "./containers.ts"
import type { GraphView } from "./graph_view.ts"
import type { ProblemList } from "./problem_list.ts"
import { referencePointer } from "./reference_pointer.ts"
import type { WorkflowNode, WorkflowVariable } from "./workflow_document.ts"

/** The variables that references of a workflow can name beside outputs of nodes. */
export interface KnownVariables {
  readonly environment: ReadonlyArray<WorkflowVariable>
  readonly conversation: ReadonlyArray<WorkflowVariable>
}

/** Their names. */
interface KnownNames {
  readonly environment: ReadonlySet<string>
  readonly conversation: ReadonlySet<string>
}

interface Finding {
  readonly message: string
  readonly name: string
  readonly known: Iterable<string>
}

/** Node types whose outputs include what a plugin or a caller adds. */
const openTypes = new Set(["tool", "agent", "datasource", "trigger-webhook", "trigger-schedule", "trigger-plugin"])

const fileAttributes = ["type", "size", "name", "mime_type", "transfer_method", "url", "extension", "related_id"]

const systemNames: ReadonlySet<string> = new Set(systemVariables)

const unknownName = (scope: string, name: string, known: ReadonlySet<string>): Finding | undefined =>
  known.has(name) ? undefined : { message: `there is no ${scope} variable "${name}"`, name, known }

const memberProblem = (output: OutputDeclaration, selector: Selector): Finding | undefined => {
  const [node, name, member] = selector
  if (member === undefined || output.type === null || output.type === "object") return undefined
  if (output.type === "file" && fileAttributes.includes(member)) return undefined
  const what = output.type === "file" ? "a file has" : `a value of type ${output.type} has`
  return { message: `${what} no member "${member}" (${node}.${name})`, name: member, known: fileAttributes }
}

/** The names a failed node leaves behind for its strategy. */
const strategyOutputs = (node: WorkflowNode): ReadonlyArray<string> =>
  node.policy.strategy === "none" ? [] : ["error_message", "error_type", ...Object.keys(node.policy.defaultValue)]

const outputProblem = (node: WorkflowNode, selector: Selector): Finding | undefined => {
  const name = selector[1] ?? ""
  if (node.bound === undefined || openTypes.has(node.type)) return undefined
  const output = node.bound.outputs.find((declared) => declared.name === name)
  if (output !== undefined) return memberProblem(output, selector)
  if (isRoot(node) && name.startsWith("sys.")) return unknownName("system", name.slice(4), systemNames)
  const known = [...node.bound.outputs.map((declared) => declared.name), ...strategyOutputs(node)]
  if (known.includes(name)) return undefined
  return { message: `node "${node.id}" has no output "${name}"`, name, known }
}

const problemOf = (
  reader: WorkflowNode,
  selector: Selector,
  view: GraphView,
  names: KnownNames
): Finding | undefined => {
  const [scope, name] = selector
  if (scope === undefined || name === undefined) {
    return {
      message: "the reference is incomplete: it needs a node and a name",
      name: scope ?? "",
      known: view.byId.keys()
    }
  }
  if (scope === "sys") return unknownName("system", name, systemNames)
  if (scope === "env") return unknownName("environment", name, names.environment)
  if (scope === "conversation") return unknownName("conversation", name, names.conversation)
  const node = view.byId.get(scope)
  // Dify's form of a pipeline fills these in; here a pipeline runs as the graph that it is, without that form.
  if (scope === "rag" && node === undefined) {
    const message = "variables of a RAG pipeline have no value here; select what the datasource is given"
    return { message, name: scope, known: [] }
  }
  if (node === undefined) return { message: `there is no node "${scope}"`, name: scope, known: view.byId.keys() }
  const around = [reader.id, ...containersOf(reader, view.byId)]
  // Inside a container its name holds the item, the index and the loop variables too.
  if (around.includes(scope) && isContainer(node)) return undefined
  if (node.parent !== undefined && !around.includes(node.parent)) {
    return { message: `node "${scope}" is inside "${node.parent}", out of reach from here`, name: scope, known: [] }
  }
  return outputProblem(node, selector)
}

/** Warns of references to variables that cannot exist. */
export const checkReferences = (view: GraphView, variables: KnownVariables, problems: ProblemList): void => {
  const namesOf = (known: ReadonlyArray<WorkflowVariable>): ReadonlySet<string> =>
    new Set(known.map(({ name }) => name))
  const names = { environment: namesOf(variables.environment), conversation: namesOf(variables.conversation) }
  for (const node of view.nodes) {
    const seen = new Set<string>()
    for (const selector of [...(node.bound?.selectors ?? []), ...(node.bound?.writes ?? [])]) {
      const shown = selector.join(".")
      if (selector.length === 0 || seen.has(shown)) continue
      seen.add(shown)
      const finding = problemOf(node, selector, view, names)
      if (finding === undefined) continue
      const message = `node "${node.id}" refers to ${shown}: ${finding.message}`
      problems.warn("graph_reference_unknown", referencePointer(node, selector), message, { meant: finding })
    }
  }
}
