import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { afterAll, describe, expect, it } from 'vitest';
import { passwordNames } from '../../constructs/secret.js';
import { materialise } from '../../secrets/materialise.js';
import { openVault } from '../../secrets/vault.js';
import { kubernetesFacts } from '../../stacks/kubernetes-facts.js';
import { KubernetesStack } from '../../stacks/kubernetes-stack.js';
import { bundles, profile } from '../contract/described.js';
import type { Json } from '../contract/process-view.js';

const checkout = mkdtempSync(join(tmpdir(), 'kubernetes-'));
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

const settings = profile('production');
const facts = kubernetesFacts(checkout, 'production');
const app = Testing.app();
const stack = new KubernetesStack(app, 'production', { settings, facts, bundles });
const text = Testing.synth(stack);
const json = JSON.parse(text) as Json;

describe('KubernetesStack', () => {
  it('takes the provider and the Terraform that it was made for', () => {
    expect(json['terraform']).toMatchObject({
      required_version: '>= 1.11.0',
      required_providers: { kubernetes: { source: 'kubernetes', version: '~> 2.38' } },
      backend: { local: { path: join(checkout, '.stacks', 'production', 'terraform.tfstate') } },
    });
    expect(json['provider'].kubernetes).toEqual([{}]);
  });

  it('leaves the namespace, and so the volumes, to a stack of its own that cannot be destroyed', () => {
    expect(json['resource']).not.toHaveProperty('kubernetes_namespace_v1');
    const [before, ...others] = stack.dependencies;
    expect(others).toEqual([]);
    expect(before?.node.id).toBe('production-namespace');
    const [namespace] = Object.values<Json>(
      (JSON.parse(Testing.synth(before ?? stack)) as Json)['resource'].kubernetes_namespace_v1,
    );
    expect(namespace).toEqual({
      metadata: {
        name: settings.kubernetes.namespace,
        labels: {
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('has no secret in it, only the files that Terraform reads', async () => {
    const canary = 'canary-0123456789-abcdefghijk';
    const vault = await openVault({ directory: facts.vault, environment: { PLANETARY_SECRET_DATABASE_APP: canary } });
    await materialise({
      vault,
      directory: facts.secrets,
      userId: process.getuid?.() ?? 0,
      requests: stack.platform.secretRequests(),
    });
    const keys = readdirSync(facts.secrets, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?:\.key|tls\.pem)$/.test(name))
      .map((name) => readFileSync(join(facts.secrets, name), 'utf8'));
    const secrets = [
      ...keys.flatMap((pem) => pem.split('\n').filter((line) => line.length >= 32 && !line.startsWith('-----'))),
      ...passwordNames.flatMap((name) => Object.values<string>({ ...vault.password(name), also: '\0' })),
    ];
    expect(keys.length).toBeGreaterThan(10);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(vault.password('database-app').plain).toBe(canary);
  });

  it('reads every secret that is laid out for it, and no other', () => {
    const wanted = stack.platform
      .secretRequests()
      .flatMap(({ tier, secrets }) => Object.keys(secrets).map((name) => join(facts.secrets, tier, name)));
    const read = Object.values<Json>(json['resource'].kubernetes_secret_v1).flatMap((secret) =>
      Object.values<string>(secret['data_wo']).map((expression) => /^\$\{file\("(.*)"\)\}$/.exec(expression)?.[1]),
    );
    expect(new Set(read)).toEqual(new Set(wanted));
  });

  it('opens the internet to CockroachDB only when telemetry is on', () => {
    const open = (telemetry: boolean) => {
      const other = { ...settings, cockroach: { ...settings.cockroach, telemetry } };
      const synthesized = Testing.synth(
        new KubernetesStack(Testing.app(), 'production', { settings: other, facts, bundles }),
      );
      return Object.values<Json>((JSON.parse(synthesized) as Json)['resource'].kubernetes_network_policy_v1)
        .map((policy) => policy['metadata'].name as string)
        .filter((name) => name.endsWith('-internet'));
    };
    expect(open(false)).toEqual([]);
    expect(open(true)).toEqual(['cockroach-internet']);
  });
});
