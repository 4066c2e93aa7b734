import { type Problem, type ProblemCode, remedyOf } from "./problem.ts"
import type { YamlFault } from "./read_yaml.ts"

const faultCodes: Record<YamlFault["kind"], ProblemCode> = {
  syntax: "dsl_yaml_invalid",
  tag: "dsl_yaml_tag_unsupported",
  alias: "dsl_yaml_alias_limit_exceeded",
  depth: "dsl_yaml_depth_limit_exceeded",
  size: "dsl_file_too_large"
}

/** A text that is no YAML as a problem of its file. */
export const yamlProblem = ({ kind, message, line, column }: YamlFault): Problem => {
  const code = faultCodes[kind]
  return { code, severity: "error", message, pointer: "", line, column, fix: remedyOf(code) }
}
