import { expect, test } from 'vitest';
import { metricsOf, selectorsOf } from './promql-names.js';

test.each([
  ['up{job="state"} == 0', ['up']],
  ['sum by (le, instance) (rate(a_bucket{x=~"b|c"}[5m])) / 1e9 > 0.5', ['a_bucket']],
  ['level:metric:ratio > 10e6 and on () sum(up) > 0', ['level:metric:ratio', 'up']],
  ['a / on (instance) group_left () max(label_replace(b, "x", "$1", "y", "(.+)"))', ['a', 'b']],
  ['rate(a[$__rate_interval]) or vector(1) unless b offset 5m', ['a', 'b']],
  ['time() - max(x > 0) > 93600', ['x']],
])('%s', (expr, names) => {
  expect(metricsOf(expr)).toEqual(names);
});

test('selectors with their matchers', () => {
  expect(selectorsOf('sum(a{x="1",y!~"b|{c}"}) / on (z) d unless e{}')).toEqual([
    { metric: 'a', matchers: { x: '="1"', y: '!~"b|{c}"' } },
    { metric: 'e', matchers: {} },
  ]);
});
