import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { toManifests, type StackJson } from '../../constructs/kubernetes/manifests.js';
import { exporter, migrate, redis, synthesize } from './fixtures.js';

const { json } = synthesize(
  (stack, platform) => {
    platform.workload(stack, { ...redis, awaitReady: false });
    platform.task(stack, migrate);
    platform.workload(stack, { ...exporter, after: ['cockroach-migrate'] });
  },
  { internet: ['redis'] },
);
const stack = json as StackJson;
const manifests = toManifests(stack, (path) => `bytes of ${path}\n`);
const find = (kind: string, name: string) =>
  manifests.find(
    (manifest) =>
      manifest.kind === kind && new RegExp(`^${name}(-[0-9a-f]{12})?$`).test(String(manifest.metadata['name'])),
  );

describe('manifests', () => {
  it.each(['redis', 'redis-exporter', 'cockroach-migrate'])('of %s are the golden ones', async (owner) => {
    const own = manifests.filter(({ metadata }) => {
      const labels = metadata['labels'] as Record<string, string> | undefined;
      return labels?.['app.kubernetes.io/name'] === owner;
    });
    const yaml = own.map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n');
    await expect(yaml).toMatchFileSnapshot(
      fileURLToPath(new URL(`../golden/files/kubernetes/${owner}.yaml`, import.meta.url)),
    );
  });

  it('have texts as they were meant', () => {
    expect(find('ConfigMap', 'redis')?.['data']).toEqual({
      'redis.conf': redis.files['redis.conf'],
      'users__app.txt': redis.files['users/app.txt'],
    });
  });

  it('have no secret unless one is read', () => {
    expect(find('Secret', 'redis')?.['stringData']).toEqual({
      'ca.crt': 'bytes of /somewhere/secrets/redis/ca.crt\n',
      'users.acl': 'bytes of /somewhere/secrets/redis/users.acl\n',
    });
    expect(toManifests(stack).some(({ kind }) => kind === 'Secret')).toBe(false);
  });

  it('are in waves, in which nothing waits for what cannot be ready yet', () => {
    const wave = (kind: string, name: string) =>
      (find(kind, name)?.metadata['annotations'] as Record<string, string> | undefined)?.[
        'argocd.argoproj.io/sync-wave'
      ];
    expect(wave('StatefulSet', 'redis')).toBeUndefined();
    expect(wave('Job', 'cockroach-migrate')).toBeUndefined();
    expect(wave('StatefulSet', 'redis-exporter')).toBe('1');
  });

  it('are refused for what is no manifest, and for what only Terraform knows', () => {
    expect(() => toManifests({ resource: { docker_container: {} } })).toThrow(
      'no manifest can be made of docker_container',
    );
    const resource = { a: { metadata: { name: 'x' }, data: { key: '${other.value}' } } };
    expect(() => toManifests({ resource: { kubernetes_config_map_v1: resource } })).toThrow(
      '"${other.value}" is an expression',
    );
  });
});
