import { describe, expect, it } from 'vitest';
import type { Process, Task, Workload } from '../../constructs/workload.js';
import { exporter, migrate, redis } from '../kubernetes/fixtures.js';
import { profile, wholeStack } from './described.js';
import { onBoth, type Render } from './both-platforms.js';

const render =
  (workload: Workload, task: Task = migrate): Render =>
  (scope, platform) => {
    platform.workload(scope, { ...exporter, tier: 'prometheus', after: [] });
    platform.workload(scope, workload);
    platform.task(scope, task);
  };

const sample = { ...redis, after: ['prometheus'] } satisfies Workload;
const done = { ...migrate, after: ['prometheus'] } satisfies Task;

describe('a process is the same on both platforms', () => {
  it('has the same view of every field', () => {
    const { docker, kubernetes } = onBoth(render(sample, done));
    expect(Object.keys(docker).toSorted()).toEqual(['cockroach-migrate', 'prometheus-0', 'redis-0', 'redis-1']);
    expect(kubernetes).toEqual(docker);
    expect(docker['prometheus-0']?.service?.internet).toBe(true);
  });

  it('is described by the view as it was meant', () => {
    const { 'redis-1': view } = onBoth(render(sample, done)).kubernetes;
    expect(view).toEqual({
      owner: 'redis',
      image: 'redis:8.10.1',
      command: sample.command,
      args: ['redis-server', '--replica-announce-ip', 'redis-1.redis-nodes', 'pid $$ ${HOME} $(date) %{x}'],
      env: { POD_NAME: 'redis-1', SELF: 'redis-1', PRICE: '$5' },
      files: sample.files,
      secrets: ['ca.crt', 'users.acl'],
      secretShapes: expect.stringMatching(/^[0-9a-f]{12}$/),
      scratch: sample.scratch,
      memoryMiB: 768,
      cpus: 0.5,
      user: '10001:10001',
      unprivileged: true,
      after: ['prometheus'],
      timeoutSeconds: undefined,
      service: {
        names: ['redis', 'redis-1.redis-nodes', 'redis-nodes'],
        probe: { ...sample.probe, command: ['redis-cli', '-h', 'redis-1.redis-nodes', "it's", 'ping'] },
        openFiles: 1024,
        stored: true,
        stopGraceSeconds: 20,
        published: false,
        internet: false,
        awaited: true,
      },
    });
  });
});

describe.each(['local', 'production'] as const)('the whole stack of the %s profile', (name) => {
  it('is the same on both platforms', () => {
    const { docker, kubernetes } = onBoth(wholeStack(profile(name)));
    expect(Object.keys(docker).length).toBeGreaterThan(15);
    expect(kubernetes).toEqual(docker);
  });
});

/** Another value of each field that both share. */
const processChanges: Omit<Process, 'after'> = {
  image: 'node',
  command: ['/other'],
  args: [],
  env: {},
  files: {},
  secrets: {},
  scratch: {},
  memoryMiB: 769,
  cpus: 0.51,
};
const workloadChanges: Omit<Workload, 'after'> = {
  ...processChanges,
  tier: 'pgbouncer',
  replicas: 3,
  storageGiB: undefined,
  openFiles: undefined,
  probe: { ...redis.probe, command: [] },
  awaitReady: false,
  stopGraceSeconds: 21,
  networks: 'data-and-edge',
};
const taskChanges: Omit<Task, 'after'> = { ...processChanges, task: 'smoke', timeoutSeconds: 121 };
const probeChanges: Workload['probe'] = {
  command: ['false'],
  intervalSeconds: 6,
  timeoutSeconds: 4,
  failureThreshold: 3,
  startPeriodSeconds: 31,
};

const faults: [string, Workload, Task][] = [
  ['workload.after', { ...sample, after: [] }, done],
  ['task.after', sample, { ...done, after: [] }],
  ...Object.entries(workloadChanges).map(([field, value]): [string, Workload, Task] => [
    `workload.${field}`,
    { ...sample, [field]: value },
    done,
  ]),
  ...Object.entries(taskChanges).map(([field, value]): [string, Workload, Task] => [
    `task.${field}`,
    sample,
    { ...done, [field]: value },
  ]),
  ...Object.entries(probeChanges).map(([field, value]): [string, Workload, Task] => [
    `probe.${field}`,
    { ...sample, probe: { ...sample.probe, [field]: value } },
    done,
  ]),
];

describe('a renderer that has another value is found out', () => {
  it.each(faults)('%s on Docker', (_, workload, task) => {
    const { docker, kubernetes } = onBoth(render(workload, task), render(sample, done));
    expect(kubernetes).not.toEqual(docker);
  });

  it.each(faults)('%s on Kubernetes', (_, workload, task) => {
    const { docker, kubernetes } = onBoth(render(sample, done), render(workload, task));
    expect(kubernetes).not.toEqual(docker);
  });
});
