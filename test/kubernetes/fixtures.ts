import { Testing, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { publicImages } from '../../config/images.js';
import { KubernetesPlatform, type KubernetesPlatformProps } from '../../constructs/kubernetes/kubernetes-platform.js';
import type { Task, Workload } from '../../constructs/workload.js';
import type { Json } from '../contract/process-view.js';

/** A workload with a value in every field. */
export const redis: Workload = {
  tier: 'redis',
  image: 'redis',
  replicas: 2,
  command: ['/bin/sh', '-c', 'exec "$@"', 'start'],
  args: ['redis-server', '--replica-announce-ip', '$(POD_NAME).redis-nodes', 'pid $$ ${HOME} $(date) %{x}'],
  env: { SELF: '$(POD_NAME)', PRICE: '$5' },
  files: { 'redis.conf': 'port 0\ntls-port 6379\n', 'users/app.txt': 'a ${b} $$ %{c}\n' },
  secrets: {
    'ca.crt': { kind: 'authority' },
    'users.acl': {
      kind: 'text',
      passwords: ['redis-app'],
      render: (password) => `user app #${password('redis-app').sha256}\n`,
    },
  },
  scratch: { '/tmp': 8, '/run': 1 },
  memoryMiB: 768,
  cpus: 0.5,
  after: [],
  storageGiB: 2,
  openFiles: 1024,
  probe: {
    command: ['redis-cli', '-h', '$(POD_NAME).redis-nodes', "it's", 'ping'],
    intervalSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 2,
    startPeriodSeconds: 30,
  },
  awaitReady: true,
  stopGraceSeconds: 20,
  networks: 'data',
};

/** A workload with as little as there can be. */
export const exporter: Workload = {
  ...redis,
  tier: 'redis-exporter',
  image: 'redis-exporter',
  replicas: 1,
  command: ['/redis_exporter'],
  args: [],
  env: {},
  files: {},
  secrets: {},
  scratch: {},
  after: ['redis'],
  storageGiB: undefined,
  openFiles: undefined,
  probe: { ...redis.probe, command: ['true'] },
  networks: 'data-and-edge',
};

export const migrate: Task = {
  task: 'cockroach-migrate',
  image: 'cockroach',
  command: ['/cockroach/cockroach'],
  args: ['sql', '--host=cockroach-lb:26257'],
  env: { HOME: '/tmp' },
  files: { 'schema.sql': 'SELECT 1;\n' },
  secrets: { 'ca.crt': { kind: 'authority' } },
  scratch: { '/tmp': 1 },
  memoryMiB: 128,
  cpus: 1,
  after: ['redis'],
  timeoutSeconds: 120,
};

export const platformProps: KubernetesPlatformProps = {
  namespace: 'game',
  storageClass: '',
  userId: 10_001,
  images: publicImages,
  secrets: '/somewhere/secrets',
  internet: [],
};

export interface Synthesized {
  readonly text: string;
  readonly json: Json;
  /** Jsons of one type by their name in the cluster. */
  readonly all: (type: string) => Readonly<Record<string, Json>>;
  /** The only one of that type and name. */
  readonly get: (type: string, name: string) => Json;
}

/** Synthesizes what `render` renders, in memory, and reads it back. */
export function synthesize(
  render: (stack: Construct, platform: KubernetesPlatform) => void,
  props: Partial<KubernetesPlatformProps> = {},
): Synthesized {
  const stack = new TerraformStack(Testing.app(), 'test');
  render(stack, new KubernetesPlatform(stack, 'platform', { ...platformProps, ...props }));
  const text = Testing.synth(stack);
  const json = JSON.parse(text) as Json;
  const all = (type: string) =>
    Object.fromEntries(
      Object.values<Json>(json['resource'][type] ?? {}).map((item) => [String(item['metadata'].name), item]),
    );
  const get = (type: string, name: string): Json => {
    const found = all(type)[name];
    if (!found) throw new Error(`no ${type} ${name}; there are ${Object.keys(all(type)).join(', ')}`);
    return found;
  };
  return { text, json, all, get };
}

/** Synthesizes one workload. */
export function synthesizeWorkload(workload: Workload, props: Partial<KubernetesPlatformProps> = {}): Synthesized {
  return synthesize((stack, platform) => platform.workload(stack, workload), props);
}
