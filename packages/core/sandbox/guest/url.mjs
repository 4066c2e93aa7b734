// Runs inside the sandbox, before the user's code: what the native URL lacks of the standard.
;(() => {
  const NativeParams = globalThis.URLSearchParams

  class URLSearchParams extends NativeParams {
    constructor(init = "") {
      const pairs = typeof init === "object" && init !== null
      super(pairs ? "" : String(init))
      if (!pairs) return
      const entries = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init)
      for (const [name, value] of entries) this.append(String(name), String(value))
    }
  }

  /** The parameters of a URL; changing them changes the URL. */
  class LinkedParams extends URLSearchParams {
    #url

    constructor(url) {
      super(url.search)
      this.#url = url
    }

    static of(url, known) {
      return known !== undefined && known.toString() === new NativeParams(url.search).toString()
        ? known
        : new LinkedParams(url)
    }

    #write() {
      this.#url.search = this.toString()
    }

    append(...values) {
      super.append(...values)
      this.#write()
    }

    delete(...values) {
      super.delete(...values)
      this.#write()
    }

    set(...values) {
      super.set(...values)
      this.#write()
    }

    sort() {
      super.sort()
      this.#write()
    }
  }

  const linked = new WeakMap()
  Object.defineProperty(URL.prototype, "searchParams", {
    get() {
      const params = LinkedParams.of(this, linked.get(this))
      linked.set(this, params)
      return params
    },
    enumerable: true,
    configurable: true
  })
  Object.defineProperty(globalThis, "URLSearchParams", { value: URLSearchParams, writable: true, configurable: true })
  Object.defineProperty(URL, "parse", {
    value: (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null),
    writable: true,
    configurable: true
  })
})()
