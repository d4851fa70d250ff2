import { expect, it } from 'vitest';
import { Invalidations } from '../src/cache/invalidations.js';

const push = (key: string): string => `>2\r\n$10\r\ninvalidate\r\n*1\r\n$${Buffer.byteLength(key)}\r\n${key}\r\n`;
const flushed = '>2\r\n$10\r\ninvalidate\r\n_\r\n';

function heard(chunks: readonly Buffer[]): (string | undefined)[] {
  const keys: (string | undefined)[] = [];
  const feed = new Invalidations((key) => keys.push(key));
  for (const chunk of chunks) feed.write(chunk);
  return keys;
}

const stream = Buffer.from(
  `+PONG\r\n${push('ps:region:ä:1')}$3\r\n>2\r\r\n${push('ps:player:b')}${flushed}>0\r\n+OK\r\n`,
);

it('hears of keys and of a flush, wherever the bytes are cut in two', () => {
  for (let cut = 0; cut <= stream.length; cut += 1)
    expect(new Set(heard([stream.subarray(0, cut), stream.subarray(cut)]))).toEqual(
      new Set(['ps:region:ä:1', 'ps:player:b', undefined]),
    );
});

it('hears of them byte by byte', () => {
  const bytes = Array.from(stream, (_, index) => stream.subarray(index, index + 1));
  expect(heard(bytes)).toEqual(['ps:region:ä:1', 'ps:player:b', undefined]);
});

it('tells of a key before the chunk after it is written', () => {
  const keys: (string | undefined)[] = [];
  const feed = new Invalidations((key) => keys.push(key));
  feed.write(Buffer.from(push('a').slice(0, -3)));
  feed.write(Buffer.from(push('a').slice(-3)));
  expect(keys).toEqual(['a']);
});

it('takes what it cannot take apart for a change of everything', () => {
  const long = 'x'.repeat(70_000);
  for (const told of [push(long), push('a').replace('*1', '*2'), push('a').replace('*1', '~1')])
    expect(heard([Buffer.from(told)])).toEqual([undefined]);
});

it('what a key imitates never hides what Redis tells', () => {
  for (const fake of ['*1\r\n$60000\r\n', '*99999\r\n', '*1\r\n$99999999999\r\n', '*1\r\n', '*x', ''])
    expect(heard([Buffer.from(`>2\r\n$10\r\ninvalidate\r\n${fake}${push('real')}`), Buffer.alloc(70_000)])).toContain(
      'real',
    );
});
