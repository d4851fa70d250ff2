import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cockroachLoadBalancer } from '../../constructs/tiers/cockroach-lb.js';
import { cockroachNodes } from '../../constructs/tiers/cockroach.js';
import { hostGateway } from '../../constructs/tiers/host-gateway.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import { stateLoadBalancer } from '../../constructs/tiers/state-lb.js';
import type { Workload } from '../../constructs/workload.js';
import { Bench } from './bench.js';
import { local, profiles } from './profiles.js';

let bench: Bench;
beforeAll(async () => (bench = await Bench.open()));
afterAll(async () => bench.close());

/** The workload with a line more at the end of one of its config files. */
function broken(workload: Workload, file: string, line: string): Workload {
  return { ...workload, files: { ...workload.files, [file]: `${workload.files[file]}${line}\n` } };
}

async function refusal(workload: Workload): Promise<string> {
  const container = await bench.start(workload);
  const { exitCode, output } = await bench.ended(container);
  await bench.remove(container);
  expect(exitCode).not.toBe(0);
  return output;
}

describe.each(profiles)('with the profile %s', (_name, settings) => {
  test('redis-server takes its redis.conf and answers over TLS', async () => {
    const workload = redis(settings);
    const container = await bench.start(workload);
    await bench.ready(workload, container);
    const ask = `redis-cli --tls --cacert /secrets/ca.crt --user operator --pass ${bench.vault.password('redis-operator').plain} config get`;
    const { output } = await bench.sh(
      container,
      `for key in maxmemory maxmemory-policy save appendonly; do ${ask} $key; done`,
    );
    expect(output).toContain(`maxmemory\n${settings.redis.maxMemoryMiB * 1_048_576}\n`);
    expect(output).toContain('maxmemory-policy\nallkeys-lru');
    expect(output).toContain('save\n900 1 300 10 60 10000');
    expect(output).toContain('appendonly\nyes');
    await bench.remove(container);
  });

  test('the Sentinel takes its sentinel.conf', async () => {
    const workload = redisSentinel(settings);
    const container = await bench.start(workload);
    await bench.ready(workload, container);
    expect(await bench.logs(container)).toContain('+monitor master planetary');
    await bench.remove(container);
  });

  test('PgBouncer takes its pgbouncer.ini and shows its version over TLS', async () => {
    const workload = pgbouncer(settings);
    const container = await bench.start(workload);
    await bench.ready(workload, container);
    expect((await bench.probe(workload, container)).output).toContain('PgBouncer 1.');
    expect(await bench.logs(container)).not.toMatch(/WARNING|ERROR/);
    await bench.remove(container);
  });

  test.each(Object.entries({ cockroachLoadBalancer, stateLoadBalancer, hostGateway }))(
    'HAProxy takes the haproxy.cfg of %s',
    async (_tier, tier) => {
      const workload = tier(settings);
      const files = workload.args.map((file) => `-f ${file}`).join(' ');
      const check = { ...workload, command: ['sh', '-c', `export DNS_SUFFIX=; haproxy -c -V ${files}`], args: [] };
      const { exitCode, output } = await bench.run(workload.tier, check);
      expect(output.replaceAll(/^.*nameserver.*$/gm, '')).not.toContain('WARNING');
      expect(output).toContain('Configuration file is valid');
      expect(exitCode).toBe(0);
    },
  );

  test('cockroach start takes our flags', async () => {
    const workload = cockroachNodes(settings);
    const container = await bench.start(workload);
    await bench.until(
      container,
      async () =>
        (await bench.sh(container, 'wget -q -O- --no-check-certificate https://localhost:8080/health')).exitCode === 0,
    );
    expect(await bench.logs(container)).not.toMatch(/unknown flag|ERROR/);
    await bench.remove(container);
  });
});

test.each([
  ['Configured to not listen anywhere, exiting.', true],
  ['Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc', false],
])('memory is moved together where a trial says "%s": %s', async (answer, moved) => {
  const workload = redis(local());
  const trial = `sed -e "s/timeout 5 redis-server -/echo '${answer}'/" -e 's/^exec redis-server/cat/' /config/start.sh`;
  const { output } = await bench.run('redis', {
    ...workload,
    command: ['sh', '-c', `${trial} > /tmp/start.sh && . /tmp/start.sh`, 'sh'],
    scratch: { ...workload.scratch, '/data': 1 },
  });
  expect(output).toContain('include /config/redis.conf');
  expect(output.includes('activedefrag yes')).toBe(moved);
});

describe('a broken file is refused', () => {
  test('by redis-server', async () => {
    expect(await refusal(broken(redis(local()), 'redis.conf', 'maxmemory-polici allkeys-lru'))).toContain(
      'maxmemory-polici',
    );
  });

  test('by the Sentinel', async () => {
    expect(await refusal(broken(redisSentinel(local()), 'sentinel.conf', 'sentinel down-after planetary 5'))).toMatch(
      /Unrecognized sentinel configuration/i,
    );
  });

  test('by PgBouncer', async () => {
    expect(await refusal(broken(pgbouncer(local()), 'pgbouncer.ini', 'pool_mode = sometimes'))).toContain('pool_mode');
  });

  test.each(Object.entries({ cockroachLoadBalancer, stateLoadBalancer, hostGateway }))(
    'by HAProxy: %s',
    async (_tier, tier) => {
      expect(await refusal(broken(tier(local()), 'haproxy.cfg', '  no-such-keyword'))).toContain('no-such-keyword');
    },
  );

  test('by cockroach: an unknown flag', async () => {
    const workload = cockroachNodes(local());
    expect(await refusal({ ...workload, args: [...workload.args, '--cache-size=1GiB'] })).toContain(
      'unknown flag: --cache-size',
    );
  });
});
