/** Why a text is not read: each kind has a code of its own. */
export type YamlRefusalKind = "syntax" | "tag" | "alias" | "depth" | "size"

/** Stops the reading of a YAML text at an offset. Never leaves `readYaml`. */
export class YamlRefusal extends Error {
  override readonly name = "YamlRefusal"
  readonly kind: YamlRefusalKind
  readonly offset: number

  constructor(offset: number, message: string, kind: YamlRefusalKind = "syntax") {
    super(message)
    this.kind = kind
    this.offset = offset
  }
}
