import { describe, expect, it } from 'vitest';
import { containerFaults } from '../../smoke/checks/host/containers-healthy.js';
import { privilegeFaults } from '../../smoke/checks/host/no-privileges.js';
import { hasRestarted } from '../../smoke/checks/host/no-restarts.js';
import { networkFaults, strangeNetworks, waysOut } from '../../smoke/checks/host/no-way-out.js';
import { unexpectedPorts } from '../../smoke/checks/host/own-ports-only.js';
import { listenerFaults, publishFaults } from '../../smoke/checks/host/published-ports.js';
import { container } from './fixture.js';

describe('containers', () => {
  it('are there, running and healthy', () => {
    expect(containerFaults([container()], ['shop-redis-0'])).toEqual([]);
  });

  it.each([
    [[], 'shop-redis-0 does not exist: deploy the stack again'],
    [
      [container({ running: false, exitCode: 137 })],
      'shop-redis-0 does not run (exit code 137): docker logs shop-redis-0',
    ],
    [[container({ health: 'unhealthy' })], 'shop-redis-0 is unhealthy: docker logs shop-redis-0'],
    [[container({ health: undefined })], 'shop-redis-0 is without a health check: docker logs shop-redis-0'],
  ])('that are not are named', (containers, fault) => {
    expect(containerFaults(containers, ['shop-redis-0'])).toEqual([fault]);
  });

  it('of tasks have succeeded; that of the smoke checks is at work', () => {
    const task = { tier: undefined, running: false, exitCode: 3 };
    const tasks = [
      container({ ...task, name: 'shop-cockroach-init', task: 'cockroach-init' }),
      container({ ...task, name: 'shop-smoke', task: 'smoke' }),
    ];
    expect(containerFaults(tasks, [])).toEqual([
      'shop-cockroach-init ended with exit code 3: docker logs shop-cockroach-init',
    ]);
  });
});

describe('a restart', () => {
  const since = new Date('2026-11-24T12:00:00Z');
  const before = new Date('2026-11-24T11:00:00Z');
  const after = new Date('2026-11-24T12:30:00Z');

  it.each([
    ['long ago', before, before, 4, false],
    ['of what was there before', before, after, 0, true],
    ['of what is new', after, after, 1, true],
    ['did not happen to what is new', after, after, 0, false],
  ])('%s', (_, createdAt, startedAt, restartCount, restarted) => {
    expect(hasRestarted(container({ createdAt, startedAt, restartCount }), since)).toBe(restarted);
  });

  it('that were down may be started, once', () => {
    const moment = new Date('2026-01-02');
    const started = { name: 'shop-redis-0', createdAt: new Date('2026-01-01'), startedAt: new Date('2026-01-03') };
    expect(hasRestarted(container(started), moment, ['shop-redis-0'])).toBe(false);
    expect(hasRestarted(container({ ...started, restartCount: 1 }), moment, ['shop-redis-0'])).toBe(true);
    expect(hasRestarted(container(started), moment, ['shop-redis-1'])).toBe(true);
  });
});

describe('published ports', () => {
  const intended = { 20_000: 'shop-state-lb-0:8443' };
  const published = (internal: number, address: string, external: number) =>
    container({ name: 'shop-state-lb-0', published: [{ internal, address, external }] });

  it('are the intended ones, on loopback', () => {
    expect(publishFaults([published(8443, '127.0.0.1', 20_000)], intended)).toEqual([]);
  });

  it.each([
    ['missing', [], ['shop-state-lb-0:8443 is not published at 127.0.0.1:20000']],
    [
      'for everybody',
      [published(8443, '0.0.0.0', 20_000)],
      ['shop-state-lb-0:8443 is published at 0.0.0.0:20000, 127.0.0.1 is intended'],
    ],
    [
      'of another port',
      [published(8443, '127.0.0.1', 20_000), published(8404, '127.0.0.1', 20_001)],
      ['shop-state-lb-0:8404 is published at 127.0.0.1:20001, which is not intended'],
    ],
    [
      'all, by the network of the machine',
      [published(8443, '127.0.0.1', 20_000), container({ networkMode: 'host' })],
      ['shop-redis-0 shares the network of this machine'],
    ],
  ])('%s are a fault', (_, containers, faults) => {
    expect(publishFaults(containers, intended)).toEqual(faults);
  });

  it('are what the machine really listens at', () => {
    const found = [
      { address: '127.0.0.1', port: 20_000 },
      { address: '::', port: 20_000 },
      { address: '0.0.0.0', port: 22 },
    ];
    expect(listenerFaults(found, intended)).toEqual(['this machine listens at :::20000, 127.0.0.1 is intended']);
  });
});

describe('listeners in a container', () => {
  it('are at the ports of its tier, or on loopback', () => {
    const found = [
      { address: '0.0.0.0', port: 26_257 },
      { address: '::', port: 8080 },
      { address: '127.0.0.1', port: 5432 },
    ];
    expect(unexpectedPorts('cockroach', found)).toEqual([]);
    expect(unexpectedPorts('redis', found)).toEqual(['0.0.0.0:26257', ':::8080']);
  });
});

describe('the networks', () => {
  const data = {
    name: 'shop-data',
    internal: true,
    options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
  };
  const edge = { name: 'shop-edge', options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } };

  it('are closed', () => {
    expect(networkFaults(data, edge)).toEqual([]);
  });

  it('must be internal, without an address of the gateway, and lead no further than the machine', () => {
    expect(networkFaults({ ...data, internal: false, options: {} }, { ...edge, options: {} })).toEqual([
      'shop-data is not internal',
      'the gateway of shop-data has an address',
      'shop-edge leads further than this machine',
    ]);
  });

  it('are those that a container is meant to be on', () => {
    const both = container({ networks: { 'shop-data': '10.80.4.48', bridge: '172.17.0.2' } });
    expect(strangeNetworks(both, ['shop-data', 'bridge'])).toEqual([]);
    expect(strangeNetworks(both, ['shop-data'])).toEqual([
      'shop-redis-0 is on the network bridge too: docker network disconnect bridge shop-redis-0',
    ]);
  });

  it('have a gateway that is nobody', () => {
    const routesOut = [{ device: 'eth0', gateway: '10.80.4.1' }];
    expect(waysOut(container(), { routesOut }, new Set(['192.0.2.2']))).toEqual([]);
    expect(waysOut(container(), { routesOut }, new Set(['10.80.4.1']))).toEqual([
      'shop-redis-0 has a way out by eth0 and 10.80.4.1',
    ]);
  });
});

describe('privileges', () => {
  const faults = (changes: Partial<ReturnType<typeof container>['privileges']>): string[] =>
    privilegeFaults(container({ privileges: { ...container().privileges, ...changes } }));

  it('are none', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    [{ user: '' }, 'runs as root'],
    [{ user: '0:0' }, 'runs as root'],
    [{ user: 'root' }, 'runs as root'],
    [{ readOnlyRoot: false }, 'can write to its root file system'],
    [{ privileged: true }, 'is privileged'],
    [{ dropped: ['NET_RAW'] }, 'keeps capabilities'],
    [{ added: ['NET_ADMIN'] }, 'has the capabilities NET_ADMIN'],
    [{ securityOptions: ['no-new-privileges:false'] }, 'can gain privileges'],
    [{ memoryBytes: 0 }, 'has no memory limit'],
    [{ cpuQuotaUs: 0 }, 'has no CPU limit'],
    [{ logSizeLimit: undefined }, 'has no log rotation'],
    [{ restartPolicy: 'no' }, 'does not restart'],
  ])('%j are a fault', (changes, fault) => {
    expect(faults(changes)).toEqual([fault]);
  });

  it('of a task do not ask for a restart', () => {
    const { privileges } = container();
    const task = container({ tier: undefined, task: 'smoke', privileges: { ...privileges, restartPolicy: 'no' } });
    expect(privilegeFaults(task)).toEqual([]);
  });
});
