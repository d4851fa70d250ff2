import { describe, expect, it } from 'vitest';
import { cockroachBootstrap } from '../../constructs/tiers/cockroach-bootstrap.js';
import { cockroachNodes } from '../../constructs/tiers/cockroach.js';
import { redis } from '../../constructs/tiers/redis.js';
import { local, profiles } from '../programs/profiles.js';

const [, [, production]] = profiles;

describe('the nodes of CockroachDB', () => {
  it("join by the first three names and take a quarter of production's memory twice", () => {
    const { args, memoryMiB } = cockroachNodes(production);
    const hosts = [0, 1, 2].map((index) => `cockroach-${index}.cockroach-nodes:26257`);
    expect(args).toEqual(
      expect.arrayContaining([`--join=${hosts.join(',')}`, '--cache=8192MiB', '--max-sql-memory=8192MiB']),
    );
    expect(memoryMiB).toBe(4 * 8_192);
    expect(args.some((flag) => flag.startsWith('--insecure'))).toBe(false);
  });

  it('keep their --join list in a larger cluster, which would restart them all', () => {
    const join = (nodes: number) =>
      cockroachNodes(local({ cockroach: { nodes } })).args.find((flag) => flag.startsWith('--join'));
    expect(join(5)).toBe(join(3));
  });

  it('get each locality as one argument', () => {
    const localities = ['region=a,zone=x', 'region=a,zone=y'];
    expect(cockroachNodes(local({ cockroach: { localities } })).args.slice(0, 4)).toEqual([
      '$(POD_NAME)',
      '2',
      ...localities,
    ]);
  });
});

it('the bootstrap sets the licence from a secret, by a file', () => {
  const { command, secrets } = cockroachBootstrap(local());
  expect(secrets['licence']).toEqual({ kind: 'given', given: 'cockroach-licence' });
  expect(command.at(-1)).toMatch(/\n\/bin\/sh \/config\/licence\.sh cockroach-0\.cockroach-nodes:26257 root$/);
});

it('a Redis without its data on disk waits longer than the Sentinels need', () => {
  const patience = (overrides: object) => Number(redis(local({ redis: overrides })).args[3]);
  expect(patience({ persistence: 'durable' })).toBe(0);
  expect(patience({ persistence: 'cache', downAfterMs: 5_500 })).toBe(16);
});
