import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Statement } from '../src/database/database.js';
import { silent } from '../src/observer.js';
import { Copies } from '../src/store/copies.js';
import { asFollower, readDirectly } from '../src/store/read-options.js';
import { Reads } from '../src/store/reads.js';
import type { Reader } from '../src/store/reader.js';
import type { Source } from '../src/store/source.js';

const source = { name: 'thing', id: (id: string) => id } as unknown as Source<string>;

/** Reads on a reader whose values are numbered; `during` is done while one is read. */
function readsOf(during: () => unknown = () => {}, from = 'cache') {
  const copies = new Copies(1_000_000);
  const entry = copies.of('thing').open('a');
  Object.assign(entry, { copy: { header: 'h', value: 'x', length: 1 } });
  const counts = { asked: 0, hits: 0 };
  const find = async () => {
    counts.asked += 1;
    const value = `v${counts.asked}`;
    await during();
    return { value, from };
  };
  const reader = { find, get: async () => (await find()).value } as unknown as Reader;
  const observer = { ...silent, hit: (_: string, count: number) => void (counts.hits += count) };
  return { reads: new Reads(reader, copies, observer), counts };
}

describe('a read that allows staleness', () => {
  let now: number;
  beforeEach(() => {
    now = 1_000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => vi.restoreAllMocks());

  it('asks at first, then gives what it saw, and asks again in the background', async () => {
    const { reads, counts } = readsOf();
    const options = { staleMs: 400 };
    expect(await reads.get(source, 'a', options)).toBe('v1');
    expect(await reads.get(source, 'a', options)).toBe('v1');
    expect(counts).toEqual({ asked: 1, hits: 1 });
    now += 250;
    expect(await reads.get(source, 'a', options)).toBe('v1');
    await vi.waitFor(async () => expect(await reads.get(source, 'a', options)).toBe('v2'));
    expect(counts.asked).toBe(2);
  });

  it('asks when what it saw is older than the call allows; others always ask', async () => {
    const { reads, counts } = readsOf();
    await reads.get(source, 'a', { staleMs: 1_000 });
    now += 20;
    expect(await reads.get(source, 'a', { staleMs: 10 })).toBe('v2');
    expect(await reads.get(source, 'a')).toBe('v3');
    expect(await reads.get(source, 'a', {})).toBe('v4');
    expect(counts).toEqual({ asked: 4, hits: 0 });
    await expect(reads.get(source, 'a', { staleMs: -1 })).rejects.toThrow('staleMs must be a number of milliseconds');
  });

  it('keeps what it saw only while there is room for it beside the copies', async () => {
    const copies = new Copies(70_000);
    const shelf = copies.of('thing');
    const reader = { find: async () => ({ value: 'x'.repeat(2_000), from: 'cache' }) } as unknown as Reader;
    const several = new Reads(reader, copies, silent);
    for (let index = 0; index < 40; index += 1) {
      copies.keep(shelf.open(`${index}`), { header: 'h', value: 'x', length: 1, bytes: 1 });
      await several.get(source, `${index}`, { staleMs: 1_000 });
      copies.trim();
    }
    expect([shelf.peek('39') === undefined, shelf.peek('0')]).toEqual([false, undefined]);
  });

  it('counts its age from before it asked', async () => {
    const { reads, counts } = readsOf(() => (now += 60));
    await reads.get(source, 'a', { staleMs: 50 });
    await reads.get(source, 'a', { staleMs: 50 });
    expect(counts.asked).toBe(2);
  });
});

describe('a caller who leaves', () => {
  it('does so at once, and the read goes on for the others', async () => {
    const { reads, counts } = readsOf(async () => await setTimeout(50));
    const abort = new AbortController();
    const leaving = reads.get(source, 'a', { signal: abort.signal });
    const staying = reads.get(source, 'a', { signal: new AbortController().signal });
    abort.abort(new Error('player gone'));
    await expect(leaving).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'player gone' } });
    expect(await staying).toBe('v2');
    await expect(reads.get(source, 'a', { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(counts.asked).toBe(2);
  });
});

describe('follower reads', () => {
  const statement = { label: 'things.page', text: 'SELECT a FROM t WHERE a > $1' };
  const sent = async (followers: boolean, staleMs?: number): Promise<string> => {
    let label = '';
    const run = async (one: Statement) => {
      ({ label } = one);
      return [];
    };
    await readDirectly({ run, followers }, statement, [], { staleMs });
    return label;
  };

  it('are sent where the call allows 5 s and the database has followers', async () => {
    expect(await sent(true, 5_000)).toBe('things.page.follower');
    expect([await sent(true, 4_999), await sent(true), await sent(false, 60_000)]).toEqual(
      Array(3).fill(statement.label),
    );
  });

  it('and others that pass by the cache end at once when the caller leaves, and refuse a staleness that is none', async () => {
    const run = async (): Promise<never> => await new Promise(() => {});
    const abort = new AbortController();
    const reading = readDirectly({ run, followers: false }, statement, [], { signal: abort.signal });
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(sent(false, NaN)).rejects.toThrow('staleMs must be a number of milliseconds from 0, got NaN');
  });

  it('name their time where the outermost FROM ends', () => {
    const time = "AS OF SYSTEM TIME '-4.5s'";
    expect(asFollower(statement).text).toBe(`SELECT a FROM t ${time} WHERE a > $1`);
    expect(asFollower({ ...statement, text: 'SELECT a FROM t' }).text).toBe(`SELECT a FROM t ${time}`);
    const bounded = 'SELECT b.a FROM (SELECT a FROM t WHERE a > $1) AS b WHERE b.before < 5';
    expect(asFollower({ ...statement, text: bounded }).text).toBe(bounded.replace(') AS b', `) AS b ${time}`));
  });
});
