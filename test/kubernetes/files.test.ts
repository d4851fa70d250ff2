import { describe, expect, it } from 'vitest';
import { redis, synthesizeWorkload } from './fixtures.js';

const template = (workload = redis) =>
  synthesizeWorkload(workload).get('kubernetes_stateful_set_v1', 'redis')['spec'].template;

describe('config files', () => {
  it('are one ConfigMap, mounted under their paths', () => {
    expect(synthesizeWorkload(redis).get('kubernetes_config_map_v1', 'redis')['data']).toEqual({
      'redis.conf': 'port 0\ntls-port 6379\n',
      'users__app.txt': 'a $${b} $$ %%{c}\n',
    });
    expect(template().spec.volume).toContainEqual({
      name: 'config',
      config_map: {
        name: 'redis',
        default_mode: '0444',
        items: [
          { key: 'redis.conf', path: 'redis.conf' },
          { key: 'users__app.txt', path: 'users/app.txt' },
        ],
      },
    });
  });

  it('replace the pod when one changes, and when one moves', () => {
    const checksum = (files: Record<string, string>) =>
      template({ ...redis, files }).metadata.annotations['planetary-survival/files'];
    const checksums = [{ a: 'x' }, { a: 'y' }, { b: 'x' }, { a: 'x', b: 'x' }].map(checksum);
    expect(new Set(checksums).size).toBe(4);
    expect(checksum({ b: '2', a: '1' })).toBe(checksum({ a: '1', b: '2' }));
  });

  it('are refused when they are more than a ConfigMap holds', () => {
    const files = { 'app.cjs': 'x'.repeat(1_048_570), small: 'y' };
    expect(() => synthesizeWorkload({ ...redis, files })).toThrow(
      'redis: its config files take 1048583 bytes, a ConfigMap holds 1048576; the largest is app.cjs with 1048577: make it smaller or put it into the image',
    );
    expect(() => synthesizeWorkload({ ...redis, files: { a: 'x'.repeat(1_048_575) } })).not.toThrow();
  });

  it.each(['../passwd', '/etc/passwd', 'a//b', 'a b', 'a__b', ''])('are refused under the path %j', (path) => {
    expect(() => synthesizeWorkload({ ...redis, files: { [path]: '' } })).toThrow(
      `redis: config file ${JSON.stringify(path)} cannot be a key of a ConfigMap; take a relative path of letters, digits, "-", "." and single "_"`,
    );
  });
});

describe('secret files', () => {
  it('replace the pod when what they are made of changes', () => {
    const shape = (secrets: typeof redis.secrets) =>
      template({ ...redis, secrets }).metadata.annotations['planetary-survival/secrets'];
    const text = (line: string) => ({ kind: 'text' as const, passwords: [], render: () => line });
    expect(shape({ a: text('user app on') })).not.toBe(shape({ a: text('user app off') }));
    expect(shape({ a: text('user app on') })).toBe(shape({ a: text('user app on') }));
  });

  const secret = synthesizeWorkload(redis).get('kubernetes_secret_v1', 'redis');

  it('are read at apply, into a write-only argument', () => {
    expect(secret['data_wo']).toEqual({
      'ca.crt': '${file("/somewhere/secrets/redis/ca.crt")}',
      'users.acl': '${file("/somewhere/secrets/redis/users.acl")}',
    });
    for (const kept of ['data', 'binary_data', 'string_data']) expect(secret).not.toHaveProperty(kept);
  });

  it('have a revision of at least 1 that follows their content', () => {
    expect(secret['data_wo_revision']).toBe(
      '${parseint(join("", ["1", substr(sha256(join(" ", [filesha256("/somewhere/secrets/redis/ca.crt"), filesha256("/somewhere/secrets/redis/users.acl")])), 0, 7)]), 16)}',
    );
  });

  it('belong to root and the group of the process, and nobody else reads them', () => {
    expect(template().spec.volume).toContainEqual({
      name: 'secrets',
      secret: { secret_name: 'redis', default_mode: '0440' },
    });
    expect(template().spec.container[0].volume_mount).toContainEqual({
      name: 'secrets',
      mount_path: '/secrets',
      read_only: true,
    });
  });

  it('are refused under a name that is no key', () => {
    expect(() => synthesizeWorkload({ ...redis, secrets: { 'a/b': { kind: 'authority' } } })).toThrow(
      'redis: secret file "a/b" cannot be a key of a Secret; take letters, digits, "-", "_" and "."',
    );
  });
});
