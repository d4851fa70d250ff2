import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestListener } from 'node:http';
import { settingsSchema } from '../../config/schema.js';
import type { TierName } from '../../constructs/topology.js';
import { smokeConfig } from '../../smoke/config.js';
import type { Container } from '../../smoke/host/container.js';
import { InsideContext, smokePasswords } from '../../smoke/inside-context.js';
import type { CheckResult } from '../../smoke/outcome.js';
import { selfSigned } from '../../smoke/probes/other-authority.js';

export const settings = settingsSchema.parse({ platform: 'docker' });

export function result(changes: Partial<CheckResult> = {}): CheckResult {
  return { name: 'answers', tier: 'redis', vantage: 'inside', status: 'passed', detail: 'PONG', ms: 3, ...changes };
}

/** A healthy container of a tier. */
export function container(changes: Partial<Container> = {}): Container {
  return {
    name: 'shop-redis-0',
    id: 'abc',
    stack: 'shop',
    tier: 'redis',
    task: undefined,
    running: true,
    health: 'healthy',
    exitCode: 0,
    createdAt: new Date('2026-11-24T10:00:00Z'),
    startedAt: new Date('2026-11-24T10:00:01Z'),
    restartCount: 0,
    networkMode: 'shop-data',
    networks: { 'shop-data': '10.80.4.48' },
    published: [],
    privileges: {
      user: '10001:10001',
      readOnlyRoot: true,
      privileged: false,
      dropped: ['ALL'],
      added: [],
      securityOptions: ['no-new-privileges:true'],
      memoryBytes: 67_108_864,
      cpuQuotaUs: 50_000,
      restartPolicy: 'unless-stopped',
      logSizeLimit: '10m',
    },
    ...changes,
  };
}

/** A tier of one replica that answers HTTPS as it is told, and what the inside checks need to ask it. */
export async function fakeTier(
  tier: TierName,
  answer: RequestListener,
): Promise<{ context: InsideContext; close: () => void }> {
  const { cert, key } = selfSigned(tier);
  const server = createServer({ cert, key }, answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const secrets = mkdtempSync(join(tmpdir(), 'smoke-'));
  for (const name of smokePasswords) writeFileSync(join(secrets, name), `password of ${name}\n`);
  writeFileSync(join(secrets, 'ca.crt'), cert);
  const close = (): void => {
    server.close();
    rmSync(secrets, { recursive: true, force: true });
  };
  const config = smokeConfig(settings);
  const endpoints = config.endpoints
    .filter((endpoint) => endpoint.tier === tier)
    .map((endpoint) => ({ ...endpoint, host: '127.0.0.1', port }));
  return { context: new InsideContext({ ...config, endpoints }, secrets), close };
}
