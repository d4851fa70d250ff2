import { Testing } from 'cdktf';
import { App, TerraformStack } from 'cdktf';
import { publicImages } from '../../config/images.js';
import { DockerPlatform } from '../../constructs/docker/docker-platform.js';
import type { TierName } from '../../constructs/topology.js';
import type { Task, Workload } from '../../constructs/workload.js';

export const process = {
  image: 'redis',
  command: ['/bin/sh', '-c'],
  args: ['exec redis-server /config/redis.conf --name $(POD_NAME)'],
  env: {},
  files: { 'redis.conf': 'port 0\n' },
  secrets: {},
  scratch: { '/tmp': 16 },
  memoryMiB: 64,
  cpus: 0.5,
  after: [],
} as const;

export const redis: Workload = {
  ...process,
  tier: 'redis',
  replicas: 2,
  storageGiB: 1,
  openFiles: 16_384,
  probe: {
    command: ['redis-cli', '-h', '$(POD_NAME)', 'ping'],
    intervalSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 3,
    startPeriodSeconds: 10,
  },
  awaitReady: true,
  stopGraceSeconds: 20,
  networks: 'data',
};

export const smoke: Task = { ...process, task: 'smoke', after: ['redis'], timeoutSeconds: 60 };

/** Renders on a platform of its own and gives the synthesized resources by type and Terraform name. */
export function render(
  build: (platform: DockerPlatform, stack: TerraformStack) => void,
  internet: readonly TierName[] = [],
) {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), 'test');
  const platform = new DockerPlatform(stack, 'platform', {
    stack: 'shop',
    checkout: '/home/dev/shop',
    directory: '/home/dev/shop/.stacks/shop',
    subnet: '10.80.2.0/24',
    edgeSubnet: '10.80.3.0/24',
    userId: 10_001,
    images: publicImages,
    publish: { 'state-lb': { 8443: 20_000 } },
    publishAddress: '127.0.0.1',
    internet,
  });
  build(platform, stack);
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: Record<string, Record<string, Record<string, unknown>>>;
  };
  return { platform, resource, containers: byName(resource['docker_container'] ?? {}) };
}

function byName(resources: Record<string, Record<string, unknown>>): Record<string, Record<string, unknown>> {
  return Object.fromEntries(Object.values(resources).map((one) => [String(one['name']), one]));
}
