// A virtual machine for one call of JavaScript code, with what the sandbox adds to the language.
import { readFileSync } from "node:fs"
import { JSException, QuickJS } from "quickjs-wasi"

const stackBytes = 256 * 1024
const badFileDescriptor = 8

const guest = (name) => readFileSync(new URL(`./guest/${name}.mjs`, import.meta.url), "utf8")
const sources = { buffer: guest("buffer"), console: guest("console"), entry: guest("entry"), url: guest("url") }
const compiled = new Map()

/** Evaluates one of the scripts that prepare the sandbox; its bytecode is made once per thread. */
const prepare = (vm, name) => {
  const bytecode = compiled.get(name) ?? vm.compile(sources[name], "flowglass.js")
  compiled.set(name, bytecode)
  return vm.evalBytecode(bytecode)
}

/** The text that a function of the sandbox's own scripts answers; undefined when it answers none. */
export const callText = (vm, fn, ...values) => {
  const answer = vm.callFunction(fn, vm.undefined, ...values)
  return answer.isString ? answer : undefined
}

/**
 * Makes a machine that may allocate `memory` bytes. Its clock of patience runs from `start(milliseconds)`; it is
 * `stopped` when the time was over. A machine too small for its own scripts has a `fault` and no `entry`.
 */
export const makeMachine = async (wasm, memory, extensions) => {
  const machine = { memory, stopped: false, vm: undefined, logs: undefined, entry: undefined, fault: undefined }
  let deadline = Number.POSITIVE_INFINITY
  let linear
  const vm = await QuickJS.create({
    wasm,
    extensions,
    memoryLimit: memory,
    maxStackSize: stackBytes,
    timezoneOffset: 0,
    interruptHandler: () => {
      const over = performance.now() > deadline
      machine.stopped ||= over
      return over
    },
    wasi: (memory) => {
      linear = memory
      return { fd_write: () => badFileDescriptor }
    }
  })
  machine.vm = vm
  machine.start = (milliseconds) => {
    deadline = performance.now() + milliseconds
  }
  machine.used = () => linear.buffer.byteLength
  try {
    machine.logs = prepare(vm, "console")
    prepare(vm, "buffer")
    prepare(vm, "url")
    machine.entry = prepare(vm, "entry")
  } catch (error) {
    machine.fault = error
  }
  return machine
}

/** Whether an error comes from the program and not from the machine. */
export const isThrown = (error) => error instanceof JSException
