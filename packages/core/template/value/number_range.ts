import { type Cursor, TemplateObject, type TemplateValue } from "./template_value.ts"

/** Python's range: numbers that are not kept anywhere. */
export class NumberRange extends TemplateObject {
  readonly typeName = "range"
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly #size: number

  constructor(start: number, stop: number, step: number) {
    super()
    this.start = start
    this.stop = stop
    this.step = step
    this.#size = Math.max(0, Math.ceil((stop - start) / step))
  }

  /** The number at an index from 0; undefined outside. */
  at(index: number): number | undefined {
    return index >= 0 && index < this.#size ? this.start + index * this.step : undefined
  }

  /** The index of a number; -1 when it is not in the range. */
  indexOf(value: number): number {
    const index = (value - this.start) / this.step
    return Number.isInteger(index) && index >= 0 && index < this.#size ? index : -1
  }

  override repr(): string {
    const step = this.step === 1 ? "" : `, ${this.step}`
    return `range(${this.start}, ${this.stop}${step})`
  }

  override truthy(): boolean {
    return this.#size > 0
  }

  override size(): number {
    return this.#size
  }

  override cursor(): Cursor {
    let index = 0
    return () => this.at(index++)
  }

  override attribute(name: string): TemplateValue | undefined {
    if (name === "start") return this.start
    if (name === "stop") return this.stop
    return name === "step" ? this.step : undefined
  }
}
