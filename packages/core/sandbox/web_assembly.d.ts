// The part of WebAssembly used here; the types of Node leave it to the DOM library.
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string
  }
  const compile: (bytes: ArrayBufferView<ArrayBuffer>) => Promise<Module>
}
