import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../contract/process-view.js';

const main = fileURLToPath(new URL('../../examples/redis-only/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example in an empty folder, as its user would. */
function synthesize(platform: string): Json {
  execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), main], {
    cwd: folder,
    env: { ...process.env, PLATFORM: platform },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return JSON.parse(readFileSync(join(folder, 'cdktf.out', 'stacks', 'cache', 'cdk.tf.json'), 'utf8')) as Json;
}

describe('the example app', () => {
  it('is under 40 lines', () => {
    expect(readFileSync(main, 'utf8').trimEnd().split('\n').length).toBeLessThan(40);
  });

  it('has two tiers on Docker, and the files that they mount', { timeout: 60_000 }, () => {
    const containers = Object.values<Json>(synthesize('docker')['resource'].docker_container);
    expect(containers.map((container) => container['name'])).toEqual(
      expect.arrayContaining(['cache-redis-0', 'cache-redis-1', 'cache-redis-sentinel-2']),
    );
    const mounts = containers.flatMap((container) => container['volumes'] as Json[]);
    const missing = mounts.map((mount) => mount['host_path']).filter((path) => path !== undefined && !existsSync(path));
    expect(mounts.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('has the same two tiers on Kubernetes, and the secrets that Terraform reads', { timeout: 60_000 }, () => {
    const { resource, output } = synthesize('kubernetes');
    const sets = Object.values<Json>(resource.kubernetes_stateful_set_v1).map((set) => set['metadata'].name);
    expect(sets).toEqual(['redis-sentinel', 'redis']);
    expect(output.sentinels.value[2]).toBe('redis-sentinel-2.redis-sentinel-nodes:26379');
    for (const secret of Object.values<Json>(resource.kubernetes_secret_v1)) {
      const tier: string = secret['metadata'].name;
      expect(readdirSync(join(folder, '.stacks', 'cache', 'secrets', tier)).toSorted()).toEqual(
        Object.keys(secret['data_wo']).toSorted(),
      );
    }
  });
});
