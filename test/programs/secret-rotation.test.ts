import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cockroachLoadBalancer } from '../../constructs/tiers/cockroach-lb.js';
import { cockroachNodes } from '../../constructs/tiers/cockroach.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { redisExporter } from '../../constructs/tiers/redis-exporter.js';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import type { CertificateRequest } from '../../constructs/secret.js';
import type { Workload } from '../../constructs/workload.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { local } from './profiles.js';

const settings = local({ redis: { sentinels: 3, replicas: 2 } });
const served: { workload: Workload; at: string }[] = [
  { workload: redis(settings), at: 'localhost:6379' },
  { workload: redisSentinel(settings), at: 'localhost:26379' },
  { workload: pgbouncer(settings), at: 'localhost:6432 -starttls postgres' },
  { workload: cockroachLoadBalancer(settings), at: 'localhost:8404' },
  { workload: cockroachNodes(settings), at: 'localhost:8080' },
];
const containers = new Map<string, string>();
let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open({
    network: { cockroach: 3, 'cockroach-lb': 1, pgbouncer: 1, redis: 2, 'redis-sentinel': 3, 'redis-exporter': 1 },
  });
  for (const { workload } of served) containers.set(workload.tier, await bench.start(workload));
}, 120_000);
afterAll(async () => bench.close());

const container = (tier: string): string => containers.get(tier) ?? '';
const startedAt = async (tier: string): Promise<string> =>
  (await docker('inspect', '--format={{.State.StartedAt}} {{.RestartCount}}', container(tier))).output;

/** SHA-256 of the certificate that a port of a container shows, as its own machine sees it. */
async function shown(tier: string, at: string): Promise<string> {
  const show = `openssl s_client -connect ${at} </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256`;
  return (await bench.sh(container(tier), show)).output.split('=')[1] ?? '';
}

function certificateOf({ secrets }: Workload): CertificateRequest {
  for (const secret of Object.values(secrets))
    if (
      (secret.kind === 'certificate' || secret.kind === 'certificate-and-key') &&
      secret.request.uses.includes('server')
    )
      return secret.request;
  throw new Error('no certificate of a server');
}

describe('a renewed certificate is taken by', () => {
  test.for(served)('$workload.tier, which goes on', { timeout: 90_000 }, async ({ workload, at }) => {
    const { tier, secrets } = workload;
    await bench.until(container(tier), async () => (await shown(tier, at)) !== '');
    const [before, started] = [await shown(tier, at), await startedAt(tier)];
    const { certificate } = await bench.vault.renewCertificate(certificateOf(workload));
    await bench.secrets(tier, secrets);
    const { fingerprint256 } = new X509Certificate(certificate);
    expect(before).not.toBe(fingerprint256);
    await bench.until(container(tier), async () => (await shown(tier, at)) === fingerprint256);
    expect(await startedAt(tier)).toBe(started);
  });
});

async function asUser(tier: 'redis' | 'redis-sentinel', user: string, password: string): Promise<string> {
  const port = tier === 'redis' ? 6379 : 26379;
  const client = `REDISCLI_AUTH=${password} redis-cli --no-auth-warning --user ${user} --tls --cacert /secrets/ca.crt --sni localhost`;
  return (await bench.sh(container(tier), `${client} -p ${port} ping`)).output;
}

test('Redis takes new passwords again and again, that of its keeper among them', { timeout: 90_000 }, async () => {
  const started = await startedAt('redis');
  for (const turn of ['first', 'second']) {
    const [app, keeper] = [`app-${turn}-given-password`, `keeper-${turn}-given-password`];
    await bench.give({ PLANETARY_SECRET_REDIS_APP: app, PLANETARY_SECRET_REDIS_KEEPER: keeper });
    await bench.secrets('redis', redis(settings).secrets);
    await bench.until(container('redis'), async () => (await asUser('redis', 'app', app)) === 'PONG');
    expect((await asUser('redis', 'keeper', keeper)).toLowerCase()).toContain('noperm');
  }
  expect(await startedAt('redis')).toBe(started);
});

test('a Sentinel takes new passwords', { timeout: 90_000 }, async () => {
  const client = 'client-given-password';
  await bench.give({ PLANETARY_SECRET_SENTINEL_CLIENT: client });
  await bench.secrets('redis-sentinel', redisSentinel(settings).secrets);
  const ping = async (): Promise<string> => await asUser('redis-sentinel', 'client', client);
  await bench.until(container('redis-sentinel'), async () => (await ping()) === 'PONG');
  expect((await startedAt('redis-sentinel')).split(' ')[1]).toBe('0');
});

test('PgBouncer takes a new password of its probe', { timeout: 90_000 }, async () => {
  const workload = pgbouncer(settings);
  await bench.give({ PLANETARY_SECRET_PGBOUNCER_STATS: 'statistics-given-password' });
  await bench.secrets('pgbouncer', workload.secrets);
  await bench.ready(workload, container('pgbouncer'));
  expect((await bench.logs(container('pgbouncer'))).match(/RELOAD|re-reading config/)).not.toBeNull();
});

test('the exporter of Redis is renewed by its own container, and ends on TERM', { timeout: 90_000 }, async () => {
  const workload = redisExporter(settings);
  const name = await bench.start(workload);
  containers.set(workload.tier, name);
  await bench.ready(workload, name);
  const started = await startedAt(workload.tier);
  await bench.give({ PLANETARY_SECRET_REDIS_EXPORTER: 'exporter-given-password' });
  await bench.secrets('redis-exporter', workload.secrets);
  await bench.until(name, async () => (await bench.logs(name)).includes('new secrets are in use'));
  await bench.ready(workload, name);
  expect(await startedAt(workload.tier)).toBe(started);
  const before = performance.now();
  await docker('stop', '--time=15', name);
  expect(performance.now() - before).toBeLessThan(8_000);
});
