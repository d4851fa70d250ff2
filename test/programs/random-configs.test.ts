import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSettings } from '../../config/load.js';
import type { Settings } from '../../config/schema.js';
import { SettingsError } from '../../config/settings-error.js';
import { cockroachLoadBalancer } from '../../constructs/tiers/cockroach-lb.js';
import { hostGateway } from '../../constructs/tiers/host-gateway.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { prometheus } from '../../constructs/tiers/prometheus.js';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import { stateLoadBalancer } from '../../constructs/tiers/state-lb.js';
import type { Workload } from '../../constructs/workload.js';
import { randomProfile, type RandomProfile } from '../config/random-profile.js';
import { Bench } from './bench.js';

const seed = Number(process.env['PLANETARY_TEST_SEED'] ?? Date.now() % 2 ** 31);
// A sample in a usual run; more with `npm run test:long`.
const wanted = process.env['TEST_LONG'] === undefined ? 3 : 30;

function settingsOf(tree: RandomProfile): Settings[] {
  try {
    return [checkSettings('random', [{ source: 'config/environments/random.yaml', tree }])];
  } catch (error) {
    if (error instanceof SettingsError) return [];
    throw error;
  }
}

/** Profiles that change something and that the settings' rules let through. */
const profiles = fc
  .sample(randomProfile, { numRuns: wanted * 20, seed })
  .filter((tree) => Object.keys(tree).length > 1)
  .flatMap((tree) => settingsOf(tree).map((settings) => ({ tree, settings })))
  .slice(0, wanted);

/** How a program says that it takes its config: a command that ends by itself, and what it must print. */
interface Reading {
  readonly workload: (settings: Settings) => Workload;
  readonly script: string;
  readonly accepted: RegExp;
  /** A line that it must refuse. Default: a setting that no program has. */
  readonly fault?: string;
}

/** Runs a program until it has said something, or has ended, or 30 s are over; `went on`: it had not ended a second later. */
const untilSaid = (program: string, said: string): string => `
  ${program} > /tmp/said 2>&1 & tries=0
  until grep -q '${said}' /tmp/said || ! kill -0 $! || [ $tries -ge 150 ]; do sleep 0.2; tries=$((tries + 1)); done
  sleep 1; cat /tmp/said; kill $! && echo went on`;

const haproxy = (workload: Reading['workload']): Reading => ({
  workload,
  script:
    'export DNS_SUFFIX=; haproxy -c -V -f /config/haproxy.cfg $(for f in /secrets/*.cfg; do [ -e "$f" ] && echo "-f $f"; done)',
  accepted: /Configuration file is valid/,
});

const readings: Readonly<Record<string, Reading>> = {
  // It reads all of its file before it finds that it has nothing to listen at.
  redis: {
    workload: redis,
    script: 'timeout 30 redis-server /config/redis.conf --port 0 --tls-port 0 --dir /tmp',
    accepted: /Configured to not listen anywhere/,
  },
  'redis-sentinel': {
    workload: redisSentinel,
    script: `cat /config/sentinel.conf /secrets/sentinel-auth.conf > /tmp/s.conf; ${untilSaid('redis-server /tmp/s.conf --sentinel', 'Sentinel ID is')}`,
    accepted: /Sentinel ID is[^]*went on/,
    // It passes over what is not its own.
    fault: 'sentinel no_such_setting 1',
  },
  pgbouncer: {
    workload: pgbouncer,
    script: untilSaid('pgbouncer /config/pgbouncer.ini', 'process up: PgBouncer'),
    accepted: /process up: PgBouncer[^]*went on/,
  },
  prometheus: {
    workload: prometheus,
    script: 'promtool check config /config/prometheus.yml && promtool check web-config /secrets/web.yml',
    accepted: /SUCCESS[^]*SUCCESS/,
  },
  'cockroach-lb': haproxy(cockroachLoadBalancer),
  'state-lb': haproxy(stateLoadBalancer),
  'host-gateway': haproxy(hostGateway),
};

/** Gives what a program says against the config of these settings; nothing when it takes it. */
async function refusal(
  bench: Bench,
  settings: Settings,
  { workload: tier, script, accepted }: Reading,
): Promise<string> {
  const workload = tier(settings);
  // The sizes of containers are the engine's affair: this machine may have less.
  const limits = {
    memoryMiB: 256,
    cpus: 1,
    openFiles: undefined,
    scratch: { ...workload.scratch, '/tmp': 16, '/data': 16 },
  };
  const { output } = await bench.run(workload.tier, {
    ...workload,
    ...limits,
    command: ['sh', '-c', script],
    args: [],
  });
  const isTaken = accepted.test(output) && !/\b(WARNING|ERROR|FATAL|ALERT)\b/.test(output.replaceAll(harmless, ''));
  return isTaken ? '' : output;
}

/** Of the sandbox, not of the config: no network, no name server, fewer files, memory and connections than a stack gives. */
const harmless =
  /^.*(nameserver|overcommit|TCP backlog|maxclients|max_client_conn|kernel|open files|could not resolve).*$/gim;

let bench: Bench;
beforeAll(async () => (bench = await Bench.open()));
afterAll(async () => bench.close());

console.log(`random profiles for the programs: seed ${seed}; again with PLANETARY_TEST_SEED=${seed}`);

test('there are profiles to try', () => expect(profiles).toHaveLength(wanted));

describe.each(profiles.map(({ tree, settings }) => [JSON.stringify(tree), settings] as const))(
  'the files of the profile %s',
  (_, settings) => {
    test('are taken by the programs that they are for', async () => {
      const names = Object.entries(readings);
      const said = await Promise.all(names.map(async ([, reading]) => await refusal(bench, settings, reading)));
      const refused = names.flatMap(([name], index) => (said[index] === '' ? [] : [[name, said[index]]]));
      expect(Object.fromEntries(refused)).toEqual({});
    });
  },
);

test('a file with a fault is refused', async () => {
  const [first] = profiles;
  if (first === undefined) throw new Error('no profile');
  const broken = Object.entries(readings).map(async ([name, reading]) => {
    const workload = (settings: Settings): Workload => {
      const whole = reading.workload(settings);
      const fault = reading.fault ?? 'no_such_setting = 1';
      const faulty = Object.entries(whole.files).map(([file, text]) => [file, `${text}\n${fault}\n`]);
      return { ...whole, files: Object.fromEntries(faulty) as Record<string, string> };
    };
    return [name, await refusal(bench, first.settings, { ...reading, workload })];
  });
  const named = expect.stringMatching(/no_such_setting|yaml: line/i);
  expect(Object.fromEntries(await Promise.all(broken))).toEqual(
    Object.fromEntries(Object.keys(readings).map((name) => [name, named])),
  );
});
