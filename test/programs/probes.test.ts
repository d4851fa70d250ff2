import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TierName } from '../../constructs/topology.js';
import { Bench } from './bench.js';
import { WholeStack, workloadOf, workloads } from './whole-stack.js';

let stack: WholeStack;
let stranger: Bench;
beforeAll(async () => {
  stack = await WholeStack.open();
  stranger = await Bench.open();
});
afterAll(async () => {
  await stranger?.close();
  await stack?.close();
});

const probe = async (tier: TierName) => stack.bench.probe(workloadOf(tier), stack.container(tier));

/** Sends a signal to all processes of this name in all replicas of a tier. */
async function signal(tier: TierName, name: string, which: 'STOP' | 'CONT'): Promise<void> {
  const each = `[ "$(cat "$p/comm")" != ${name} ] || kill -${which} "\${p#/proc/}"`;
  for (const container of stack.containers.get(tier) ?? []) {
    // PID 1 takes no STOP from its own container.
    const inside = await stack.bench.sh(container, `for p in /proc/[0-9]*; do [ "$p" = /proc/1 ] || ${each}; done`);
    expect(inside.exitCode).toBeLessThan(2);
    const { output } = await stack.bench.sh(container, 'cat /proc/1/comm');
    if (output === name) await stack.bench.signal(container, which);
  }
}

async function failing(tier: TierName, seconds = 30): Promise<void> {
  await stack.bench.until(stack.container(tier), async () => (await probe(tier)).exitCode !== 0, seconds);
}

test.each(workloads.map(({ tier }) => tier))('the probe of %s passes while all is well', async (tier) => {
  const { exitCode, output } = await probe(tier);
  expect(output).not.toMatch(/error/i);
  expect(exitCode).toBe(0);
});

describe('the probe fails when its own process stands still', () => {
  test.each([
    ['cockroach', 'cockroach'],
    ['redis', 'redis-server'],
    ['redis-sentinel', 'redis-server'],
    ['pgbouncer', 'pgbouncer'],
    ['state', 'node'],
    ['cockroach-lb', 'haproxy'],
    ['prometheus', 'prometheus'],
  ] as const)('of %s', async (tier, name) => {
    await signal(tier, name, 'STOP');
    try {
      expect((await probe(tier)).exitCode).not.toBe(0);
    } finally {
      await signal(tier, name, 'CONT');
    }
    await stack.ready(tier);
  });
});

describe('the probe fails for a certificate of another authority', () => {
  test.each(['redis', 'redis-sentinel', 'pgbouncer', 'state'] as const)('of %s', async (tier) => {
    const workload = workloadOf(tier);
    const script = workload.probe.command.map((part) => part.replaceAll('/secrets/ca.crt', '/dev/fd/7'));
    const words = script.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
    const trusting = async (authority: string) =>
      stack.bench.sh(stack.container(tier), `exec 7<<'PEM'\n${authority}\nPEM\n${words}`);
    expect(await trusting(stack.bench.vault.authority)).toMatchObject({ exitCode: 0 });
    const { exitCode, output } = await trusting(stranger.vault.authority);
    expect(output).toMatch(/certificate|^$/i);
    expect(exitCode).not.toBe(0);
  });

  test('of cockroach', async () => {
    const { probe: asked } = workloadOf('cockroach');
    const words = asked.command.map((part) => `'${part.replace('/secrets', '/tmp/certs')}'`).join(' ');
    const copy = `mkdir -p /tmp/certs && cp /secrets/client.* /secrets/ca.crt /tmp/certs && chmod 600 /tmp/certs/*`;
    const container = stack.container('cockroach');
    expect(await stack.bench.sh(container, `${copy} && ${words}`)).toMatchObject({ exitCode: 0 });
    const other = `cat > /tmp/certs/ca.crt <<'PEM'\n${stranger.vault.authority}\nPEM\n${words}`;
    const { exitCode, output } = await stack.bench.sh(container, other);
    expect(output).toMatch(/certificate/);
    expect(exitCode).not.toBe(0);
  });
});

describe('the probe of a load balancer fails without a backend', () => {
  test.each([
    ['cockroach-lb', 'cockroach', 'cockroach'],
    ['host-gateway', 'redis', 'redis-server'],
    ['state-lb', 'state', 'node'],
  ] as const)('%s without %s', async (tier, behind, name) => {
    await signal(behind, name, 'STOP');
    try {
      await failing(tier);
      expect((await probe(tier)).exitCode).not.toBe(0);
    } finally {
      await signal(behind, name, 'CONT');
    }
    await stack.ready(behind);
    await stack.ready(tier);
  });
});

describe('the probe of an exporter fails when nobody listens on its port', () => {
  test.each(['redis-exporter', 'pgbouncer-exporter'] as const)('%s', async (tier) => {
    const workload = workloadOf(tier);
    const args = workload.args.map((argument) => argument.replace(/listen-address=:\d+/, 'listen-address=:9999'));
    const container = await stack.bench.start({ ...workload, args });
    await stack.bench.until(
      container,
      async () => (await stack.bench.sh(container, 'grep -qsi :270F /proc/net/tcp6 /proc/net/tcp')).exitCode === 0,
    );
    expect((await stack.bench.probe(workload, container)).exitCode).not.toBe(0);
    await stack.bench.start(workload);
    await stack.ready(tier);
  });
});
