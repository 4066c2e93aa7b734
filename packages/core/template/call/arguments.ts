import type { TemplateValue } from "../value/template_value.ts"

/** What a call passes: values by position and values by name. */
export interface Arguments {
  readonly positional: ReadonlyArray<TemplateValue>
  readonly named: ReadonlyMap<string, TemplateValue> | undefined
}

/** A call without arguments. */
export const noArguments: Arguments = { positional: [], named: undefined }
