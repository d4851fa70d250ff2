import { describe, expect, it } from 'vitest';
import { check } from '../histories/checker.js';
import type { Line } from '../histories/record.js';

const key = 'entity one';
let writes = 0;

function wrote(start: number, end: number, version: number, place = 'here', deleted = false): Line[] {
  const write = `w${(writes += 1)}`;
  return [
    { group: 0, op: 'begin', write, key, start, place: deleted ? 'gone' : place },
    { group: 0, op: 'done', write, end, version: String(version), deleted },
  ];
}
const unknown = (start: number, place = 'here'): Line => ({
  ...{ group: 0, op: 'begin', write: `w${(writes += 1)}`, key, start, place },
});
const found = (start: number, end: number, version: number | '-'): Line => ({
  ...{ group: 0, op: 'read', start, end, rows: [{ key, version: String(version) }] },
});
const listed = (start: number, end: number, place: string, version?: number, keys?: readonly string[]): Line => ({
  ...{ group: 0, op: 'read', start, end, list: { table: 'entity', place, ...(keys && { keys }) } },
  rows: version === undefined ? [] : [{ key, version: String(version) }],
});
const allowed = (start: number, end: number, version: number, staleMs: number): Line => ({
  ...{ group: 0, op: 'read', start, end, staleMs, rows: [{ key, version: String(version) }] },
});
const twice = (start: number, end: number): Line => ({
  ...{ group: 0, op: 'read', start, end, list: { table: 'entity', place: 'here' } },
  rows: [1, 1].map((version) => ({ key, version: String(version) })),
});
const created = wrote(1, 2, 1);
const kinds = (final: number | '-', ...lines: readonly Line[]): string[] =>
  check([...created, ...lines], final === '-' ? new Map() : new Map([[key, String(final)]])).map(({ kind }) => kind);

describe('the checker takes', () => {
  it.each<[string, number | '-', Line[]]>([
    ['either state while a write runs', 2, [...wrote(10, 20, 2), found(11, 19, 1), found(12, 18, 1)]],
    ['the new state before the writer is told', 2, [...wrote(10, 20, 2), found(11, 12, 2), found(13, 30, 2)]],
    [
      'the previous state for a while after a read has seen the new one',
      2,
      [...wrote(10, 900_000, 2), found(11, 12, 2), found(13, 250_012, 1)],
    ],
    ['what a write of unknown outcome wrote', 2, [unknown(10), found(20, 21, 1), found(30, 31, 2)]],
    ['a write of unknown outcome that never came', 1, [unknown(10), found(20, 21, 1)]],
    [
      'a list that a row has left',
      2,
      [...wrote(10, 20, 2, 'there'), listed(30, 31, 'here'), listed(32, 33, 'there', 2)],
    ],
    [
      'a list of all types and that of its own, which a write left alone',
      3,
      [
        ...wrote(10, 20, 2, 'here/thing'),
        ...wrote(30, 40, 3, '='),
        listed(50, 51, 'here', 3),
        listed(50, 51, 'here/thing', 3),
      ],
    ],
    ['a list of another type', 2, [...wrote(10, 20, 2, 'here/thing'), listed(30, 31, 'here/beast')]],
    [
      'any list after a write that left a place alone which nobody knows',
      3,
      [...wrote(10, 20, 3, '='), listed(30, 31, 'there', 3), listed(30, 31, 'here')],
    ],
    ['a page that the row is not on', 1, [listed(30, 31, 'here', undefined, ['entity two'])]],
    ['what is as old as the read allows', 2, [...wrote(10, 20, 2), allowed(5_019, 5_030, 1, 5)]],
    ['a row that is gone', '-', [...wrote(10, 20, 1, 'here', true), found(30, 31, '-'), listed(30, 31, 'here')]],
    ['a row that is created again', 9, [...wrote(10, 20, 1, 'here', true), ...wrote(30, 40, 9), found(50, 51, 9)]],
  ])('%s', (_, final, lines) => expect(kinds(final, ...lines)).toEqual([]));
});

describe('the checker finds', () => {
  it.each<[string, number | '-', Line[], string]>([
    ['a read that is older than an acknowledged write', 2, [...wrote(10, 20, 2), found(21, 30, 1)], 'stale'],
    [
      'a read that is older than another, which ended a while before',
      2,
      [...wrote(10, 900_000, 2), found(11, 12, 2), found(250_013, 250_014, 1)],
      'stale',
    ],
    ['what is older than the read allows', 2, [...wrote(10, 20, 2), allowed(5_021, 5_030, 1, 5)], 'stale'],
    [
      'a row missing in the list of its type, which a write left alone',
      3,
      [...wrote(10, 20, 2, 'here/thing'), ...wrote(30, 40, 3, '='), listed(50, 51, 'here/thing')],
      'stale',
    ],
    [
      'a row in a list of another type',
      2,
      [...wrote(10, 20, 2, 'here/thing'), listed(30, 31, 'here/beast', 2)],
      'stale',
    ],
    [
      'a row missing after its creation, though an unknown deletion may have come before that',
      9,
      [
        { ...unknown(3, 'gone') },
        ...wrote(10, 20, 1, 'here', true),
        ...wrote(30, 40, 5),
        found(50, 51, '-'),
        ...wrote(60, 70, 5, 'here', true),
        ...wrote(80, 90, 9),
      ],
      'stale',
    ],
    [
      'a state that a write made which began after the read',
      3,
      [...wrote(60, 70, 2, 'there'), found(50, 51, '-')],
      'stale',
    ],
    ['a row that is given twice', 1, [twice(30, 31)], 'stale'],
    ['a row on a page that it is not on', 1, [listed(30, 31, 'here', 1, ['entity two'])], 'stale'],
    ['a row missing on its page', 1, [listed(30, 31, 'here', undefined, [key])], 'stale'],
    ['a state from before its write', 2, [...wrote(50, 60, 2), found(11, 12, 2)], 'stale'],
    ['a row in a list that it left', 2, [...wrote(10, 20, 2, 'there'), listed(30, 31, 'here', 2)], 'stale'],
    ['an old row in its list', 2, [...wrote(10, 20, 2), listed(30, 31, 'here', 1)], 'stale'],
    ['a row missing in its list', 1, [listed(30, 31, 'here')], 'stale'],
    [
      'a row missing in its list, though a move that never came is unknown',
      1,
      [unknown(10, 'there'), listed(30, 31, 'here')],
      'stale',
    ],
    ['a row that is there after its deletion', '-', [...wrote(10, 20, 1, 'here', true), found(30, 31, 1)], 'stale'],
    ['a row that is missing', 1, [found(30, 31, '-')], 'stale'],
    [
      'an old read after one of a write of unknown outcome',
      2,
      [unknown(10), found(20, 21, 2), found(250_022, 250_023, 1)],
      'stale',
    ],
    ['a write that is not in the database', 1, wrote(10, 20, 2), 'lost'],
    ['a row that is not in the database', '-', [], 'lost'],
  ])('%s', (_, final, lines, kind) => expect(kinds(final, ...lines)).toEqual([kind]));
});
