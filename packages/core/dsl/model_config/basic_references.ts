const placeholder = /\{\{([a-zA-Z_][a-zA-Z0-9_]{0,29})\}\}/g
const modelToken = /<\|.*?\|>/g

/**
 * A prompt of a basic app as a template of a graph: `{{name}}` of an input becomes a reference to it, any other stays as
 * it is. Tokens of models such as `<|endoftext|>` are taken out, as in Dify.
 */
export const basicReferences = (prompt: string, inputs: ReadonlySet<string>): string =>
  prompt
    .replaceAll(modelToken, "")
    .replaceAll(placeholder, (whole, name: string) => (inputs.has(name) ? `{{#start.${name}#}}` : whole))
