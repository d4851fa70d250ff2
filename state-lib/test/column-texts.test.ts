import { types } from 'pg';
import { expect, it } from 'vitest';
import { readInteger, readTime } from '../src/database/bytes.js';
import { columnTypes, parameter } from '../src/database/texts.js';

const timestamptz = types.builtins.TIMESTAMPTZ;
const times = [
  '2026-11-24 18:35:25.123456+00',
  '2026-11-24 18:35:25.1+00',
  '2026-11-24 18:35:25.12+00:00',
  '1969-12-31 23:59:59.999+00',
  '0001-01-01 00:00:00+00',
  '0099-06-01 12:00:00+00',
  '2024-02-29 12:00:00+00',
  '2026-11-24 18:35:25.5+05:30',
  '12026-11-24 18:35:25+00',
  '0044-03-15 00:00:00+00 BC',
  'infinity',
];

it.each(times)('the time %s is what pg makes of it', (text) => {
  const pg = types.getTypeParser(timestamptz, 'text') as (text: string) => unknown;
  expect(columnTypes.getTypeParser(timestamptz)(text)).toEqual(pg(text));
  expect(readTime(Buffer.from(`<${text}>`), 1, text.length + 1)).toEqual(pg(text));
});

it.each(['0', '-1', '99999999999999', '-99999999999999', '9223372036854775807', '-9223372036854775808'])(
  'the integer %s is read from its bytes',
  (text) => {
    expect(readInteger(Buffer.from(`<${text}>`), 1, text.length + 1)).toBe(BigInt(text));
  },
);

it.each(['1.50', '5.0', 'NaN', '1e3'])('%s is no integer', (text) => {
  expect(() => readInteger(Buffer.from(text), 0, text.length)).toThrow(SyntaxError);
});

it('other types are read by pg', () => {
  expect(columnTypes.getTypeParser(types.builtins.INT8)('9223372036854775807')).toBe('9223372036854775807');
  expect(columnTypes.getTypeParser(types.builtins.BOOL)('t')).toBe(true);
});

it('flat arrays become the text of SQL arrays; what is no flat array is left to pg', () => {
  const items = ['', 'NULL', null, 'a,b', '{}', '"', '\\', 'one\\"two', ' ', 'ü\n', 1.5, true];
  expect(parameter(items)).toBe(String.raw`{"","NULL",NULL,"a,b","{}","\"","\\","one\\\"two"," ","ü${'\n'}",1.5,true}`);
  expect(parameter([])).toBe('{}');
  expect(parameter(['a', 'a', null, null, '', '', 'a'])).toBe('{"a","a",NULL,NULL,"","","a"}');
  for (const value of ['{}', 5, null, [['a']], [new Date(0)]]) expect(parameter(value)).toBe(value);
});
