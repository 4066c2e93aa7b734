import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

const variables = { inf: Number.POSITIVE_INFINITY, pi: 3.14159, n: -42, big: 1234567, d: { a: 1, l: [5, 6] } }

describe("format", () => {
  it.each([
    ["{{ '{} {} {{}}'.format(1, 'a') }} {{ '{1}{0}'.format('a', 'b') }} {{ '{x}'.format(x=none) }}", "1 a {} ba None"],
    ["{{ '{0[a]} {0[l][1]} {!r}'.format(d) }}", null],
    ["{{ '{0[a]} {0[l][1]} {1!r} {2!a}'.format(d, 'q', 'é') }}", "1 6 'q' '\\xe9'"],
    ["[{{ '{:>5}{:<5}{:^5}{:*^6}{:5}{:5}'.format('a', 'b', 'c', 'd', 1, 'e') }}]", "[    ab      c  **d***    1e    ]"],
    [
      "{{ '{:05d} {:+d} {:,} {:_} {:x} {:#X} {:b} {:o} {:c}'.format(n, 7, big, big, 255, 255, 5, 8, 65) }}",
      "-0042 +7 1,234,567 1_234_567 ff 0XFF 101 10 A"
    ],
    [
      "{{ '{:.2f} {:8.3f} {:e} {:.0%} {:g} {:.3g} {:,.1f} {:010.1f}'.format(pi, pi, big, 0.256, 1e20, big, big, n) }}",
      "3.14    3.142 1.234567e+06 26% 1e+20 1.23e+06 1,234,567.0 -0000042.0"
    ],
    [
      "{{ '{:{}.{}f}|{:08,d}|{:#.0f}|{:.3}|{:.2}'.format(pi, 7, 1, 1234, 3.0, 'abcdef', pi) }}",
      "    3.1|0,001,234|3.|abc|3.1"
    ],
    [
      "{{ '{} {:.1f} {:>6}'.format(true, true, true) }} {{ '{a}{b}'.format(**{'a': 1, 'b': 2}) }} {{ '{k}'.format_map({'k': 1}) }}",
      "True 1.0      1 12 1"
    ],
    [
      "{{ '%s %d %5.1f|%-4d|%04d|%x|%#o|%+d|% d|%e|%g|%%' % ('a', 3.9, pi, 7, 42, 255, 8, 5, 5, 1500, 0.0001) }}",
      "a 3   3.1|7   |0042|ff|0o10|+5| 5|1.500000e+03|0.0001|%"
    ],
    [
      "{{ '%(k)s %(n)03d' % {'k': 'v', 'n': 5} }} {{ '%s' % [1] }} {{ '%r %c %c' % ('q', 65, 'z') }} {{ '%*d|%.*f' % (4, 1, 2, pi) }}",
      "v 005 [1] 'q' A z    1|3.14"
    ],
    [
      "{{ '%.0f %.0f %.2f %.3e' % (0.5, 1.5, 2.675, 9.9996) }} {{ '%.20f' % 0.1 }} {{ '%d' % 1e22 }}",
      "0 2 2.67 1.000e+01 0.10000000000000000555 10000000000000000000000"
    ],
    ["{{ '%f %g %F' % (inf, -inf, inf) }} {{ '{:5.1f}|{:05}'.format(inf, -inf) }}", "inf -inf INF   inf|-0inf"]
  ])("%s", (template, text) => {
    if (text === null) expect(failureCode(template, variables)).toBe("template_evaluation_failed")
    else expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    ["{{ '{'.format() }}", "template_evaluation_failed"],
    ["{{ '}'.format() }}", "template_evaluation_failed"],
    ["{{ '{}'.format() }}", "template_evaluation_failed"],
    ["{{ '{a}'.format(b=1) }}", "template_evaluation_failed"],
    ["{{ '{:d}'.format('a') }}", "template_evaluation_failed"],
    ["{{ '{:q}'.format(1) }}", "template_evaluation_failed"],
    ["{{ '{!x}'.format(1) }}", "template_evaluation_failed"],
    ["{{ '{:5}'.format([]) }}", "template_type_mismatch"],
    ["{{ '{0.upper}'.format('a') }}", "template_evaluation_failed"],
    ["{{ '{0.__class__}'.format('a') }}", "template_attribute_refused"],
    ["{{ '%d' % 'a' }}", "template_type_mismatch"],
    ["{{ '%s %s' % ('a',) }}", "template_type_mismatch"],
    ["{{ 'a' % 1 }}", "template_type_mismatch"],
    ["{{ '%q' % 1 }}", "template_evaluation_failed"],
    ["{{ '%' % 1 }}", "template_evaluation_failed"],
    ["{{ '%d' % missing }}", "template_value_undefined"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})
