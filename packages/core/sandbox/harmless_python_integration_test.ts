import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { float, type ValueObject } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { CodeRunner } from "./code_runner.ts"

const limits = { timeout: 10_000, memory: 64 * 1024 * 1024, output: 1024 * 1024 }

const lines = (...text: ReadonlyArray<string>) => text.join("\n")

/** What Dify's users write: a name, the inputs, the program, and what it returns. */
const programs: ReadonlyArray<readonly [name: string, inputs: ValueObject, code: string, result: ValueObject]> = [
  [
    "Dify's default",
    { arg1: "a", arg2: "b" },
    lines("", "def main(arg1: str, arg2: str):", "    return {", '        "result": arg1 + arg2,', "    }"),
    { result: "ab" }
  ],
  ["no inputs", {}, "def main() -> dict:\n    return {'ok': True, 'nothing': None}", { ok: true, nothing: null }],
  ["keyword arguments", { a: 1, b: 2 }, "def main(**inputs):\n    return {'sum': sum(inputs.values())}", { sum: 3 }],
  ["default of an argument", { a: 1 }, "def main(a, factor=3):\n    return {'n': a * factor}", { n: 3 }],
  ["lambda", { n: 2 }, "main = lambda n: {'n': n ** 0.5 * n ** 0.5}", { n: float(2.0000000000000004) }],
  [
    "JSON in Markdown",
    { text: '```json\n{"city": "Oslo", "n": [1, 2.0]}\n```' },
    lines(
      "import json, re",
      "def main(text: str) -> dict:",
      "    match = re.search(r'```(?:json)?\\s*(.*?)```', text, re.DOTALL)",
      "    return json.loads(match.group(1) if match else text)"
    ),
    { city: "Oslo", n: [1, float(2)] }
  ],
  [
    "thoughts of a model removed",
    { text: "<think>hm\nhm</think>\n Answer " },
    "import re\ndef main(text):\n    return {'result': re.sub(r'<think>.*?</think>', '', text, flags=re.S).strip()}",
    { result: "Answer" }
  ],
  [
    "list to numbered lines",
    { items: [{ t: "a" }, { t: "b" }] },
    "def main(items: list) -> dict:\n    return {'text': '\\n'.join(f'{i}. {x[\"t\"]}' for i, x in enumerate(items, 1))}",
    { text: "1. a\n2. b" }
  ],
  [
    "chunks of a text",
    { text: "abcdefgh", size: 3 },
    "def main(text, size):\n    return {'chunks': [text[i:i + size] for i in range(0, len(text), size)]}",
    { chunks: ["abc", "def", "gh"] }
  ],
  [
    "group and sort",
    {
      rows: [
        { k: "x", v: 2 },
        { k: "y", v: 5 },
        { k: "x", v: 1 }
      ]
    },
    lines(
      "from collections import defaultdict",
      "def main(rows):",
      "    sums = defaultdict(int)",
      "    for row in rows: sums[row['k']] += row['v']",
      "    return {'sums': sorted(sums.items(), key=lambda pair: -pair[1])}"
    ),
    {
      sums: [
        ["y", 5],
        ["x", 3]
      ]
    }
  ],
  [
    "dates",
    { start: "2024-02-28" },
    lines(
      "from datetime import datetime, timedelta, timezone",
      "def main(start):",
      "    day = datetime.strptime(start, '%Y-%m-%d').replace(tzinfo=timezone.utc) + timedelta(days=2)",
      "    return {'day': day.isoformat(), 'weekday': day.strftime('%A'), 'stamp': int(day.timestamp())}"
    ),
    { day: "2024-03-01T00:00:00+00:00", weekday: "Friday", stamp: 1709251200 }
  ],
  [
    "time zones",
    { zone: "Asia/Shanghai" },
    lines(
      "from datetime import datetime, timezone",
      "from zoneinfo import ZoneInfo, ZoneInfoNotFoundError",
      "def main(zone):",
      "    noon = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)",
      "    zones = [zone, 'America/New_York', 'Asia/Kathmandu', 'Europe/Berlin', 'UTC']",
      "    texts = [noon.astimezone(ZoneInfo(zone)).strftime('%H:%M %z %Z') for zone in zones]",
      "    summer = [bool(ZoneInfo(zone).utcoffset(noon.replace(tzinfo=None)) and ZoneInfo(zone).dst(noon.replace(tzinfo=None))) for zone in zones]",
      "    winter = datetime(2024, 1, 1, tzinfo=ZoneInfo('America/New_York')).isoformat()",
      "    try: ZoneInfo('No/Such')",
      "    except ZoneInfoNotFoundError as e: return {'texts': texts, 'summer': summer, 'winter': winter, 'none': str(e)}"
    ),
    {
      texts: ["20:00 +0800 +08", "08:00 -0400 EDT", "17:45 +0545 +0545", "14:00 +0200 +02", "12:00 +0000 UTC"],
      summer: [false, true, false, true, false],
      winter: "2024-01-01T00:00:00-05:00",
      none: "'No time zone found with key No/Such'"
    }
  ],
  [
    "digest and signature",
    { text: "abc", key: "k" },
    lines(
      "import base64, hashlib, hmac",
      "def main(text, key):",
      "    signature = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()",
      "    return {'md5': hashlib.md5(text.encode()).hexdigest(), 'signature': base64.b64encode(signature).decode()}"
    ),
    { md5: "900150983cd24fb0d6963f7d28e17f72", signature: "NC5RnOCtbAOja5jus/HRMNtIE7nfTRFg7aSI1xLceO4=" }
  ],
  [
    "query string",
    { url: "https://a.test/x?q=%C3%A9+1&n=2" },
    lines(
      "from urllib.parse import urlparse, parse_qs, quote",
      "def main(url):",
      "    parts = urlparse(url)",
      "    return {'host': parts.netloc, 'q': parse_qs(parts.query), 'again': quote('é/1')}"
    ),
    { host: "a.test", q: { q: ["é 1"], n: ["2"] }, again: "%C3%A9/1" }
  ],
  [
    "CSV",
    { text: 'name,age\n"Lovelace, Ada",36\nAlan,41' },
    "import csv, io\ndef main(text):\n    return {'rows': list(csv.DictReader(io.StringIO(text)))}",
    {
      rows: [
        { name: "Lovelace, Ada", age: "36" },
        { name: "Alan", age: "41" }
      ]
    }
  ],
  [
    "text of a page",
    { page: "<p>Hello <b>Ada</b> &amp; all</p><script>x()</script>" },
    lines(
      "from html.parser import HTMLParser",
      "class Text(HTMLParser):",
      "    def __init__(self):",
      "        super().__init__()",
      "        self.parts, self.skip = [], False",
      "    def handle_starttag(self, tag, attrs): self.skip = tag == 'script'",
      "    def handle_endtag(self, tag): self.skip = False",
      "    def handle_data(self, data):",
      "        if not self.skip: self.parts.append(data)",
      "def main(page):",
      "    parser = Text()",
      "    parser.feed(page)",
      "    return {'text': ''.join(parser.parts)}"
    ),
    { text: "Hello Ada & all" }
  ],
  [
    "XML",
    { text: "<a><b n='1'>x</b><b n='2'/></a>" },
    "import xml.etree.ElementTree as ET\ndef main(text):\n    return {'b': [(b.get('n'), b.text) for b in ET.fromstring(text)]}",
    {
      b: [
        ["1", "x"],
        ["2", null]
      ]
    }
  ],
  [
    "data classes and types",
    { n: 2 },
    lines(
      "from dataclasses import asdict, dataclass, field",
      "from typing import Any, Dict, List, Optional",
      "@dataclass",
      "class Item:",
      "    name: str",
      "    tags: List[str] = field(default_factory=list)",
      "    price: Optional[float] = None",
      "def main(n: int) -> Dict[str, Any]:",
      "    return {'items': [asdict(Item(f'i{k}', ['t'] * k, k / 2)) for k in range(n)]}"
    ),
    {
      items: [
        { name: "i0", tags: [], price: float(0) },
        { name: "i1", tags: ["t"], price: 0.5 }
      ]
    }
  ],
  [
    "match, generators and the walrus",
    { values: [1, "two", [3, 4], null] },
    lines(
      "def kinds(values):",
      "    for value in values:",
      "        match value:",
      "            case int(n) if (m := n + 1) > 1: yield m",
      "            case str(): yield value.upper()",
      "            case [first, *_]: yield first",
      "            case _: yield 'nothing'",
      "def main(values): return {'kinds': list(kinds(values))}"
    ),
    { kinds: [2, "TWO", 3, "nothing"] }
  ],
  [
    "errors handled",
    { text: "not json" },
    lines(
      "import json, traceback",
      "def main(text):",
      "    try:",
      "        return json.loads(text)",
      "    except json.JSONDecodeError as e:",
      "        return {'error': str(e), 'last': traceback.format_exc().splitlines()[-1][:22]}"
    ),
    { error: "Expecting value: line 1 column 1 (char 0)", last: "json.decoder.JSONDecod" }
  ],
  [
    "missing module handled",
    {},
    "try:\n    import numpy as np\nexcept ImportError:\n    np = None\ndef main():\n    return {'numpy': np is not None}",
    { numpy: false }
  ],
  [
    "decimals, fractions and statistics",
    { values: [1, 2, 4] },
    lines(
      "from decimal import Decimal, ROUND_HALF_UP",
      "from fractions import Fraction",
      "import math, statistics",
      "def main(values):",
      "    price = Decimal('2.675').quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)",
      "    return {'price': str(price), 'third': str(Fraction(1, 3)), 'mean': statistics.mean(values), 'gcd': math.gcd(12, 18), 'pi': round(math.pi, 4)}"
    ),
    { price: "2.68", third: "1/3", mean: 2.3333333333333335, gcd: 6, pi: 3.1416 }
  ],
  [
    "files in memory",
    { text: "é" },
    lines(
      "import os, tempfile, zipfile",
      "from pathlib import Path",
      "def main(text):",
      "    with tempfile.TemporaryDirectory() as folder:",
      "        path = Path(folder) / 'a.txt'",
      "        path.write_text(text, encoding='utf-8')",
      "        with zipfile.ZipFile(f'{folder}/a.zip', 'w') as z: z.write(path, 'a.txt')",
      "        return {'files': sorted(os.listdir(folder)), 'size': path.stat().st_size}"
    ),
    { files: ["a.txt", "a.zip"], size: 2 }
  ],
  [
    "a database in memory",
    { n: 3 },
    lines(
      "import sqlite3",
      "def main(n):",
      "    db = sqlite3.connect(':memory:')",
      "    db.execute('create table t (a integer)')",
      "    db.executemany('insert into t values (?)', [(i,) for i in range(n)])",
      "    return {'sum': db.execute('select sum(a) from t').fetchone()[0]}"
    ),
    { sum: 3 }
  ],
  [
    "asyncio",
    { n: 3 },
    lines(
      "import asyncio",
      "async def one(i):",
      "    await asyncio.sleep(0.01 * (3 - i))",
      "    return i * i",
      "async def all(n): return await asyncio.gather(*(one(i) for i in range(n)))",
      "def main(n): return {'squares': asyncio.run(all(n))}"
    ),
    { squares: [0, 1, 4] }
  ],
  [
    "sleep",
    { n: 0.05 },
    "import time\ndef main(n):\n    start = time.perf_counter()\n    time.sleep(n)\n    return {'slept': 0.04 < time.perf_counter() - start < 5}",
    { slept: true }
  ],
  [
    "its own start",
    {},
    "def main():\n    return {'name': __name__}\nif __name__ == '__main__':\n    print(main())",
    { name: "__main__" }
  ],
  [
    "classes in pickles",
    {},
    "import pickle, copy\nclass A:\n    def __init__(self): self.n = 1\ndef main():\n    return {'n': copy.deepcopy(pickle.loads(pickle.dumps(A()))).n}",
    { n: 1 }
  ],
  [
    "text like a number in scientific notation, as Dify reads it",
    {},
    "def main():\n    return {'text': '1e+10', 'plain': '1e10', 'keys': {1: 'a', None: 'b'}}",
    { text: float(1e10), plain: "1e10", keys: { 1: "a", null: "b" } }
  ],
  [
    "Chinese text",
    { text: "你好,世界。再见!" },
    "import re, unicodedata\ndef main(text):\n    return {'parts': re.split(r'[,。!]', text)[:-1], 'wide': unicodedata.east_asian_width(text[0])}",
    { parts: ["你好", "世界", "再见"], wide: "W" }
  ],
  [
    "logging",
    {},
    "import logging\nlogging.basicConfig(level=logging.INFO)\ndef main():\n    logging.getLogger('x').info('here')\n    return {}",
    {}
  ]
]

describe("harmless Python", () => {
  layer(CodeRunner.layerWith({ python: { processes: 1 } }), { timeout: 120_000, excludeTestServices: true })(
    "runs",
    (it) => {
      for (const [name, inputs, code, expected] of programs) {
        it.effect(name, () =>
          Effect.gen(function* () {
            const runner = yield* CodeRunner
            const { result } = yield* runner.run({
              language: "python3",
              code,
              inputs: objectFrom(Object.entries(inputs)),
              limits,
              run: "harmless"
            })
            assert.deepStrictEqual(plain(result), plain(expected))
          })
        )
      }
    }
  )
})

/** The same with ordinary objects: what matters here are the values. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null || "toJSON" in value) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}
