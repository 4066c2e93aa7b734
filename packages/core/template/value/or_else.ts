import type { TemplateValue } from "./template_value.ts"

/** The value, or what stands for one that is not there. `??` would also replace None, which is a value. */
export const orElse = (value: TemplateValue | undefined, otherwise: () => TemplateValue): TemplateValue =>
  value === undefined ? otherwise() : value
