import { describe, expect, it } from 'vitest';
import { directives, iniSection, plain } from '../../templates/directives.js';

describe('lines of a directive and its values', () => {
  it('keep their order, also of the same name', () => {
    expect(
      directives([
        ['port', 0],
        ['client-output-buffer-limit', 'normal', 0, 0, 0],
        ['client-output-buffer-limit', 'pubsub', '32mb', '8mb', 60],
      ]),
    ).toBe('port 0\nclient-output-buffer-limit normal 0 0 0\nclient-output-buffer-limit pubsub 32mb 8mb 60\n');
  });

  it.each([
    ['', '""'],
    ['a b', '"a b"'],
    ['a"b', '"a\\"b"'],
    ["a'b", '"a\'b"'],
    ['a#b', '"a#b"'],
    ['a\\b', '"a\\\\b"'],
    ['a\\" evil', '"a\\\\\\" evil"'],
    ['-::*', '-::*'],
  ])('keep %j in one word', (value, word) => {
    expect(directives([['x', value]])).toBe(`x ${word}\n`);
  });
});

describe('a section of an ini file', () => {
  it('has its name, then its entries', () => {
    expect(iniSection('pgbouncer', { listen_port: 6432, unix_socket_dir: '' })).toBe(
      '[pgbouncer]\nlisten_port = 6432\nunix_socket_dir = \n',
    );
  });

  it.each([' a', 'a '])('refuses %j, which the reader would shorten', (value) => {
    expect(() => iniSection('s', { key: value })).toThrow(
      `key: a value must not begin or end with a space, got ${JSON.stringify(value)}`,
    );
  });
});

describe.each(['\n', '\r', '\0', '\t', '\u007f', '\u0085', '\u2028', '\u2029'])('a value with %j', (character) => {
  const value = `512mb${character}requirepass x`;
  const message = `maxmemory: a value must stay on one line, got ${JSON.stringify(value)}`;

  it.each([
    ['a directive', () => directives([['maxmemory', value]])],
    ['an ini entry', () => iniSection('s', { maxmemory: value })],
    ['a line', () => plain('maxmemory', value)],
  ])('is refused as %s', (_what, write) => {
    expect(write).toThrow(message);
  });
});
