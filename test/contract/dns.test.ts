import { describe, expect, it } from 'vitest';
import { reachedTiers } from '../../constructs/reached-tiers.js';
import type { Task, Workload } from '../../constructs/workload.js';
import { exporter } from '../kubernetes/fixtures.js';
import { onBoth, synthesizeKubernetes } from './both-platforms.js';
import { described, nameOf, profile, wholeStack } from './described.js';
import { namedAddresses } from './named-addresses.js';
import type { Json, Views } from './process-view.js';

const loopback = new Set(['localhost']);

/** Names that a platform gives to containers, and the tier that each leads to. */
function hosts(views: Views): Map<string, string> {
  return new Map(
    Object.values(views).flatMap(({ owner, service }) => (service?.names ?? []).map((name) => [name, owner])),
  );
}

/** Ports that the Services of a tier pass on. */
function ports(json: Json): Map<string, number[]> {
  return new Map(
    Object.values<Json>(json['resource'].kubernetes_service_v1).map((service) => [
      service['metadata'].labels['app.kubernetes.io/name'],
      service['spec'].port.map((entry: Json) => entry['port']),
    ]),
  );
}

/** Addresses of a process that lead nowhere on a platform. */
function lost(process: Workload | Task, known: Map<string, string>, open: Map<string, number[]>): string[] {
  return namedAddresses(process)
    .filter(({ host, port }) => {
      const owner = loopback.has(host) ? nameOf(process) : known.get(host);
      return owner === undefined || (port !== undefined && !open.get(owner)?.includes(port));
    })
    .map(({ where, host, port }) => `${nameOf(process)}, ${where}: ${host}${port === undefined ? '' : `:${port}`}`);
}

describe.each(['local', 'production'] as const)('every address of the %s profile', (name) => {
  const settings = { ...profile(name) };
  const all = described(settings);
  const { docker, kubernetes } = onBoth(wholeStack(settings));
  const open = ports(synthesizeKubernetes(wholeStack(settings)));

  it('is one that Docker gives', () => {
    expect(all.flatMap((process) => lost(process, hosts(docker), open))).toEqual([]);
  });

  it('is one that Kubernetes gives', () => {
    expect(all.flatMap((process) => lost(process, hosts(kubernetes), open))).toEqual([]);
  });

  it('is in a certificate of whom it leads to', () => {
    const known = hosts(docker);
    const certified = new Map(all.map((process) => [nameOf(process), serverNames(process)]));
    const missing = all.flatMap((process) =>
      namedAddresses(process).flatMap(({ where, host }) => {
        const owner = loopback.has(host) ? nameOf(process) : known.get(host);
        const target = all.find((other) => nameOf(other) === owner);
        // A load balancer that passes TLS on shows the certificate of the tier behind it.
        const shown = target
          ? [nameOf(target), ...reachedTiers(target)].flatMap((tier) => certified.get(tier) ?? [])
          : [];
        return shown.includes(host) || !host.match(/^[a-z]/) ? [] : [`${nameOf(process)}, ${where}: ${host}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('is found in the texts of every process that waits for another one', () => {
    // Else the search above would find nothing wrong because it finds nothing.
    expect(all.filter((process) => namedAddresses(process).length > 0).length).toBeGreaterThan(all.length / 2);
  });
});

function serverNames({ secrets }: Workload | Task): string[] {
  return Object.values(secrets).flatMap((secret) =>
    'request' in secret && secret.request.uses.includes('server') ? secret.request.names : [],
  );
}

describe('an address that leads nowhere', () => {
  const known = new Map([
    ['redis', 'redis'],
    ['redis-0.redis-nodes', 'redis'],
    ['redis-nodes', 'redis'],
  ]);
  const open = new Map([['redis', [6379]]]);

  it.each([
    ['redis-0.redis-nodes:6380', 'a port that is not open'],
    ['redis-1.redis-nodes:6379', 'a replica that does not exist'],
    ['rediss://user@reddis:6379/0', 'a host that does not exist'],
    ['sentinel monitor main redis-2.redis-nodes 6379 2', 'a Sentinel directive'],
    ['app = host=pgbouncer port=6432', 'a connection string'],
    ['{"host": "pgbouncer", "port": 6432}', 'JSON'],
    ['--join=redis-nodes,redes-nodes', 'a name without a port'],
    ['$(POD_NAME).redis-nodes:6379', 'its own name, of another tier'],
  ])('is found: %s (%s)', (text) => {
    expect(lost({ ...exporter, args: [text] }, known, open)).not.toEqual([]);
  });

  it('is not one that leads somewhere, or that is no address', () => {
    const texts = ['redis:6379', 'redis-0.redis-nodes:6379', '10:30', 'a:b', 'at 12:3456x', 'https://redis:6379/x'];
    expect(lost({ ...exporter, args: texts }, known, open)).toEqual([]);
  });
});
