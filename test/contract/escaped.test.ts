import { Testing, TerraformStack } from 'cdktf';
import { expect, it } from 'vitest';
import { publicImages, type ImageName } from '../../config/images.js';
import { settingsSchema } from '../../config/schema.js';
import { DockerPlatform } from '../../constructs/docker/docker-platform.js';
import { KubernetesPlatform } from '../../constructs/kubernetes/kubernetes-platform.js';
import { plainText } from '../../constructs/terraform-text.js';

import { described } from './described.js';

const expression = '${file("/etc/passwd")}%{ if true }';
const images = Object.fromEntries(
  Object.entries(publicImages).map(([name, image]) => [name, image + expression]),
) as Record<ImageName, string>;

it.each([
  ['images', { overrides: { redis: expression } }],
  ['images', { overrides: { redis: 'redis\n' } }],
  ['images', { mirror: expression }],
  ['kubernetes', { storageClass: expression }],
  ['kubernetes', { namespace: expression }],
  ['docker', { stack: expression }],
  ['docker', { subnet: '300.0.0.0/24' }],
  ['cockroach', { localities: [`region=${expression}`] }],
])('%s takes no %j', (group, value) => {
  expect(settingsSchema.safeParse({ platform: 'docker', [group]: value }).success).toBe(false);
});

it.each(['', 'mirror.example:5000/hub'])('images.mirror may be %j', (mirror) => {
  expect(settingsSchema.safeParse({ platform: 'docker', images: { mirror } }).success).toBe(true);
});

it.each(['redis:8.10.1', `mirror.example:5000/a/b@sha256:${'0'.repeat(64)}`])('an image may be %j', (redis) => {
  expect(settingsSchema.safeParse({ platform: 'docker', images: { overrides: { redis } } }).success).toBe(true);
});

it('Docker: what a caller of the constructs gives stays text to Terraform', () => {
  const stack = new TerraformStack(Testing.app(), 'docker');
  const platform = new DockerPlatform(stack, 'platform', {
    stack: 'ps',
    checkout: `/checkout ${expression}`,
    directory: `/checkout ${expression}/.stacks/ps`,
    subnet: '10.80.4.0/24',
    edgeSubnet: '10.80.5.0/24',
    userId: 10_001,
    images,
    publish: {},
    publishAddress: '127.0.0.1',
  });
  for (const process of described(settingsSchema.parse({ platform: 'docker' })))
    if ('tier' in process) platform.workload(stack, { ...process, after: [] });
  expect(broken(Testing.synth(stack))).toEqual([]);
});

it('Kubernetes: so it does there', () => {
  const stack = new TerraformStack(Testing.app(), 'kubernetes');
  const platform = new KubernetesPlatform(stack, 'platform', {
    namespace: 'ps',
    storageClass: expression,
    userId: 10_001,
    images,
    secrets: '/secrets',
    internet: [],
  });
  for (const process of described(settingsSchema.parse({ platform: 'kubernetes' })))
    if ('tier' in process) platform.workload(stack, { ...process, after: [] });
  expect(broken(Testing.synth(stack))).toEqual([]);
});

/** Strings in which Terraform would read a file. */
function broken(json: string): string[] {
  const found = texts(JSON.parse(json)).filter((text) => text.includes('passwd'));
  expect(found.length).toBeGreaterThan(0);
  return found.filter((text) => !isPlain(text));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

function isPlain(text: string): boolean {
  try {
    return plainText(text).includes('${file("/etc/passwd")}');
  } catch {
    return false;
  }
}
