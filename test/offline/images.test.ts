import { beforeAll, describe, expect, it } from 'vitest';
import { offlineImages } from '../../config/images.js';
import { ensureOfflineImages } from '../../offline/images.js';
import { docker } from './stand-in-cluster.js';

beforeAll(() => ensureOfflineImages(), 900_000);

/** Commands that the tiers run, by the names that the public images give them. */
const commands: Record<keyof typeof offlineImages, string[]> = {
  cockroach: [
    '/cockroach/cockroach version',
    'psql --version',
    'initdb --version',
    'patroni --version',
    'etcd --version',
    '/bin/sh -c true',
    '/bin/bash -c true',
  ],
  redis: ['redis-server --version', 'redis-sentinel --version', 'redis-cli --version', '/bin/sh -c true'],
  'redis-exporter': ['/redis_exporter --version'],
  pgbouncer: ['pgbouncer --version'],
  'pgbouncer-exporter': ['/bin/pgbouncer_exporter --version'],
  haproxy: ['haproxy -v'],
  prometheus: ['/bin/prometheus --version', '/bin/promtool --version', 'wget --version'],
  node: ['node --version', 'openssl version', 'nc -h'],
};

describe('the offline image set', { timeout: 120_000 }, () => {
  it('is complete, and looked at again it is left as it is within 2 s', async () => {
    const before = performance.now();
    const lines: string[] = [];
    const { built, images } = await ensureOfflineImages({ onProgress: (line) => lines.push(line) });
    expect({ built, lines }).toEqual({ built: false, lines: [] });
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(images.toSorted()).toEqual(Object.values(offlineImages).toSorted());
  });

  for (const [name, wanted] of Object.entries(commands)) {
    it(`${name} has the commands of the public image, for any uid on a read-only root`, async () => {
      const image = offlineImages[name as keyof typeof offlineImages];
      const script = wanted.map((command) => `${command} >/dev/null 2>&1 || echo missing: ${command}`).join('\n');
      const options = ['--rm', '--network', 'none', '--read-only', '--cap-drop', 'ALL', '--user', '12345:12345'];
      const { stdout, stderr } = await docker('run', ...options, '--entrypoint', 'sh', image, '-c', script);
      expect(stdout + stderr).toBe('');
    });
  }

  it('gives nc what a wait for a port needs: it fails on a closed one', async () => {
    const options = ['--rm', '--network', 'none', '--entrypoint', 'nc', offlineImages.redis];
    expect((await docker('run', ...options, '-z', '127.0.0.1', '9')).exitCode).toBe(1);
  });

  it('has no directory where the stack mounts volumes, since Docker would give it to root', async () => {
    const script = 'for d in /data /config /secrets; do [ ! -e "$d" ] || echo "$d"; done';
    const { stdout } = await docker(
      'run',
      '--rm',
      '--network',
      'none',
      '--entrypoint',
      'sh',
      offlineImages.redis,
      '-c',
      script,
    );
    expect(stdout).toBe('');
  });
});
