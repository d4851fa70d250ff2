import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../bench/catalogue.js';
import { openPeer } from '../bench/peer.js';
import type { PeerContext } from '../bench/peer.js';
import { faster } from '../bench/result.js';
import { alternate, median } from '../bench/rounds.js';

const sample = (perSecond: number) => ({ perSecond, p50: 1, p99: 2, cpu: 3 });

it('a peer whose recommended setting is not in force is closed and refused', async () => {
  let closed = false;
  const peer = {
    get: async () => await Promise.resolve(1),
    drop: async () => await Promise.resolve(1),
    close: async () => await Promise.resolve((closed = true)),
    settings: [{ name: 'pipelining', wanted: true, found: false }],
  };
  const kind = {
    name: 'some',
    mode: 'shared',
    tuning: 'tuned',
    open: async () => await Promise.resolve(peer),
  } as const;
  await expect(openPeer(kind, {} as PeerContext)).rejects.toThrow(
    'some does not run as its documents recommend: pipelining must be true, found false',
  );
  expect(closed).toBe(true);
});

it('contenders take turns, each round begun by another', async () => {
  const turns: string[] = [];
  const contender = (name: string) => ({
    name,
    round: async (milliseconds: number) => {
      if (milliseconds === 1) turns.push(name);
      return await Promise.resolve(sample(1));
    },
  });
  await alternate([contender('a'), contender('b')], { rounds: 3, roundMs: 1, warmUpMs: 0 });
  expect(turns.join('')).toBe('abbaab');
});

it('what a round gave besides stays with it', async () => {
  let made = 0;
  const one = { name: 'a', round: async () => await Promise.resolve({ ...sample(1), stale: (made += 1) }) };
  const [standing] = await alternate([one], { rounds: 3, roundMs: 1, warmUpMs: 0 });
  expect(standing?.rounds.map(({ stale }) => stale)).toEqual([2, 3, 4]);
});

it('every module of rows/ is in the catalogue', () => {
  const modules = readdirSync(join(import.meta.dirname, '..', 'bench', 'rows')).map((file) => file.replace('.ts', ''));
  expect(catalogue.map(({ name }) => name).toSorted()).toEqual(modules.toSorted());
});

it('the ratio is the median of the rounds, and one below the goal is missed', () => {
  const standing = (name: string, speeds: readonly number[]) => ({
    ...{ name, rounds: speeds.map(sample) },
    ...sample(median(speeds)),
  });
  const reference = standing('raw', [100, 200, 100]);
  const one = { measure: 'm', reference: 100, goal: '≥ 0.8', note: 'per second; reference: raw' };
  expect(faster('m', standing('ours', [90, 100, 70]), reference, 0.8)).toEqual({
    ...{ ...one, ours: 90, ratio: 0.7, spread: [0.5, 0.9], pass: false },
  });
  expect(faster('m', standing('ours', [80, 200, 95]), reference, 0.8)).toMatchObject({ ratio: 0.95, pass: true });
});
