import { describe, expect, it } from 'vitest';
import type { TierName } from '../../constructs/topology.js';
import { redis, render, smoke } from './platform-fixture.js';

describe('a replica on Docker', () => {
  const { containers, platform } = render((docker, stack) => docker.workload(stack, redis));
  const replica = containers['shop-redis-1'] ?? {};

  it('runs without privilege, as the stack user, on a read-only root', () => {
    expect(replica).toMatchObject({
      user: '10001:10001',
      read_only: true,
      capabilities: { drop: ['ALL'] },
      security_opts: ['no-new-privileges:true'],
      memory: 64,
      memory_swap: 64,
      cpu_period: 100_000,
      cpu_quota: 50_000,
      ulimit: [{ name: 'nofile', soft: 16_384, hard: 16_384 }],
    });
  });

  it('has its own name wherever the process asks for it', () => {
    expect(replica).toMatchObject({
      hostname: 'redis-1',
      command: ['exec redis-server /config/redis.conf --name redis-1'],
      healthcheck: { test: ['CMD', 'redis-cli', '-h', 'redis-1', 'ping'] },
      env: ['POD_NAME=redis-1'],
    });
  });

  it('answers to its tier, its peers and itself at a static address', () => {
    expect(replica['networks_advanced']).toEqual([
      {
        name: '${docker_network.platform_networks_data_E11A151A.name}',
        ipv4_address: '10.80.2.49',
        aliases: ['redis', 'redis-nodes', 'redis-1.redis-nodes'],
      },
    ]);
  });

  it('finds its peers while they are stopped', () => {
    expect(replica['host']).toEqual([
      { host: 'redis-0.redis-nodes', ip: '10.80.2.48' },
      { host: 'redis-1.redis-nodes', ip: '10.80.2.49' },
    ]);
  });

  it('is given time to drain, also when it is replaced', () => {
    expect(replica).toMatchObject({ stop_timeout: 20, destroy_grace_seconds: 20 });
  });

  it('mounts config by content, secrets by tier, and a volume that destroy does not know', () => {
    const path = platform.configFiles()[0]?.path ?? '';
    expect(replica['volumes']).toEqual([
      { host_path: path.replace(/\/redis\.conf$/, ''), container_path: '/config', read_only: true },
      { volume_name: 'shop-redis-1', container_path: '/data' },
    ]);
    expect(path).toMatch(/^\/home\/dev\/shop\/\.stacks\/shop\/config\/redis\/[0-9a-f]{12}\/redis\.conf$/);
  });

  it('publishes nothing by itself', () => {
    expect(replica['ports']).toEqual([]);
  });

  it('is another container once its config changes', () => {
    const changed = render((docker, stack) =>
      docker.workload(stack, { ...redis, files: { 'redis.conf': 'port 1\n' } }),
    );
    expect(changed.containers['shop-redis-1']?.['volumes']).not.toEqual(replica['volumes']);
  });

  it('is published on loopback only, when its tier is, next to its network of users', () => {
    const { containers: edge } = render((docker, stack) =>
      docker.workload(stack, { ...redis, tier: 'state-lb', replicas: 1, networks: 'data-and-edge' }),
    );
    expect(edge['shop-state-lb-0']).toMatchObject({
      ports: [{ internal: 8443, external: 20_000, ip: '127.0.0.1' }],
      networks_advanced: [{ aliases: ['state-lb', 'state-lb-nodes', 'state-lb-0.state-lb-nodes'] }, {}],
    });
  });

  it('keeps what Terraform would take for a template', () => {
    const { containers: odd } = render((docker, stack) => docker.workload(stack, { ...redis, args: ['echo ${HOME}'] }));
    expect(odd['shop-redis-0']?.['command']).toEqual(['echo $${HOME}']);
  });
});

describe('a task on Docker', () => {
  const build = (args: string[]) =>
    render((docker, stack) => {
      docker.workload(stack, { ...redis, args });
      docker.task(stack, smoke);
    }).containers['shop-smoke'] ?? {};

  it('runs once, attached, within its time, and fails the apply by its exit code', () => {
    expect(build(['a'])).toMatchObject({
      must_run: false,
      attach: true,
      restart: 'no',
      entrypoint: ['timeout', '60', '/bin/sh', '-c'],
      provisioner: [{ 'local-exec': { command: expect.stringContaining('test ${self.exit_code} = 0') as string } }],
    });
  });

  it('waits for every replica of what it comes after', () => {
    expect(build(['a'])['depends_on']).toHaveLength(2);
  });

  it('runs again when what it comes after changes', () => {
    expect(build(['a'])['labels']).not.toEqual(build(['b'])['labels']);
    expect(build(['a'])['labels']).toEqual(build(['a'])['labels']);
  });

  it('refuses to come after what is not there', () => {
    expect(() => render((docker, stack) => docker.task(stack, smoke))).toThrow(
      'smoke comes after redis, which has not been rendered: render redis first',
    );
  });
});

describe('the networks on Docker', () => {
  const { resource } = render((docker, stack) => docker.workload(stack, redis));
  const networks = Object.values(resource['docker_network'] ?? {});

  it('have no way out of the data network and no masquerade on the edge', () => {
    expect(networks).toMatchObject([
      { name: 'shop-data', internal: true, options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } },
      { name: 'shop-edge', options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
    ]);
  });

  it('pass no unknown name on to the DNS of the machine, but for a tier that may call the internet', () => {
    const dns = (internet: readonly TierName[]) =>
      render((docker, stack) => docker.workload(stack, redis), internet).containers['shop-redis-0']?.['dns'];
    expect(dns([])).toEqual(['127.0.0.1']);
    expect(dns(['redis'])).toBeUndefined();
  });

  it('have a way out only for a tier that may call the internet', () => {
    expect(networks).toHaveLength(2);
    const open = render((docker, stack) => docker.workload(stack, redis), ['redis']);
    expect(Object.keys(open.resource['docker_network'] ?? {})).toHaveLength(3);
    expect(open.containers['shop-redis-0']?.['networks_advanced']).toHaveLength(2);
  });

  it('have no setting that version 4 of the provider dropped', () => {
    expect(JSON.stringify(networks)).not.toContain('check_duplicate');
  });
});
