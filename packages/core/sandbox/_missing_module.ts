const hints: ReadonlyArray<readonly [names: ReadonlyArray<string>, hint: string]> = [
  [
    [
      "aiohttp",
      "boto3",
      "httplib2",
      "httpx",
      "openai",
      "pycurl",
      "requests",
      "tornado",
      "urllib3",
      "websocket",
      "websockets"
    ],
    "code has no network; use an HTTP request node and give its answer to the code"
  ],
  [
    ["matplotlib", "numpy", "pandas", "polars", "scipy", "sklearn", "sympy"],
    "only Python's standard library is here; work with lists, dicts, `csv`, `math` and `statistics`"
  ],
  [["bs4", "lxml"], "only Python's standard library is here; use `html.parser` or `xml.etree.ElementTree`"],
  [["jinja2"], "only Python's standard library is here; use a template node"],
  [["dateutil", "pytz"], "only Python's standard library is here; use `datetime.timezone` with an offset"],
  [["js", "micropip", "pyodide", "pyodide_js"], "code sees nothing beneath Python"],
  [["ctypes", "_ctypes", "cffi"], "code cannot call into its interpreter"],
  [["_multiprocessing", "multiprocessing"], "code cannot start processes"]
]

const hintOf = new Map(hints.flatMap(([names, hint]) => names.map((name) => [name, hint] as const)))

/** What to do instead of importing a module that is not there. */
export const missingModule = (module: string): string =>
  hintOf.get(module.split(".", 1)[0] ?? "") ?? "only Python's standard library is here"
