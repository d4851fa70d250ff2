import { describe, expect, it } from 'vitest';
import type { Settings } from '../../config/schema.js';
import type { CertificateRequest } from '../../constructs/secret.js';
import { nodesHost, tierHost, tierNames, tierPorts, type TierName } from '../../constructs/topology.js';
import { endpoints } from '../../smoke/endpoints.js';
import { processTexts } from '../../constructs/process-texts.js';
import type { Task, Workload } from '../../constructs/workload.js';
import { described, nameOf, profile } from './described.js';
import { namedAddresses } from './named-addresses.js';

const local = profile('local');
const cases: readonly (readonly [string, Settings])[] = [
  ['local, exposed', { ...local, docker: { ...local.docker, expose: true } }],
  ['production', profile('production')],
  [
    'as many replicas as there are addresses',
    {
      ...local,
      cockroach: { ...local.cockroach, nodes: 15 },
      redis: { ...local.redis, replicas: 16, sentinels: 15 },
      pgbouncer: { ...local.pgbouncer, replicas: 16 },
      state: { ...local.state, instances: 16 },
    },
  ],
];

/** The tier that a name belongs to. */
function tierOf(host: string): TierName | undefined {
  return tierNames.find(
    (tier) => host === tierHost(tier) || host === nodesHost(tier) || host.endsWith(`.${nodesHost(tier)}`),
  );
}

/** Names in the certificate that a tier shows. */
function namesOf(processes: readonly (Workload | Task)[], tier: TierName): readonly string[] {
  const found = processes.find((process) => 'tier' in process && process.tier === tier);
  const requests = Object.values(found?.secrets ?? {}).flatMap((secret): CertificateRequest[] =>
    secret.kind === 'certificate' || secret.kind === 'certificate-and-key' ? [secret.request] : [],
  );
  return requests.find(({ uses }) => uses.includes('server'))?.names ?? [];
}

/** Who ends TLS at a port: the tier itself, or those to whom its load balancer passes the bytes on. */
function answering(processes: readonly (Workload | Task)[], tier: TierName, port: number): TierName[] {
  const cfg = processes.find((process) => 'tier' in process && process.tier === tier)?.files['haproxy.cfg'];
  const bind = cfg?.split('\n').find((line) => new RegExp(String.raw`^\s*bind \S*:${port}\b`).test(line));
  if (cfg === undefined || bind === undefined || / ssl /.test(bind)) return [tier];
  const [name] = Object.entries(tierPorts(tier)).find(([, each]) => each === port) ?? [];
  const [, backend = ''] = new RegExp(String.raw`^backend ${name}\n((?:[ \t].*\n|\n)*)`, 'm').exec(cfg) ?? [];
  const servers = [...backend.matchAll(/^\s*server \S+ "([a-z0-9.-]+)\$\{DNS_SUFFIX\}:(\d+)"/gm)];
  // The backend of Redis is a secret file, since its check logs in.
  if (servers.length === 0) return ['redis'];
  return servers.flatMap(([, host = '', to = '']) => answering(processes, tierOf(host) ?? tier, Number(to)));
}

/** Every name that a text of a process dials, or expects in a certificate, and that the certificate does not have. */
function mismatches(settings: Settings): { tried: number; missing: string[] } {
  const processes = described(settings);
  const tried = new Set<string>();
  const missing = new Set<string>();
  const expectName = (who: string, host: string, tiers: readonly TierName[]): void => {
    for (const tier of tiers) {
      tried.add(`${who} ${host} ${tier}`);
      if (!namesOf(processes, tier).includes(host)) missing.add(`${who}: ${host} is not in the certificate of ${tier}`);
    }
  };
  for (const process of processes) {
    // The smoke checks say which name they expect.
    for (const { host, port } of nameOf(process) === 'smoke' ? [] : namedAddresses(process)) {
      const tier = tierOf(host);
      if (tier === undefined) continue;
      const ports = port === undefined ? Object.values<number>(tierPorts(tier)) : [port];
      for (const each of ports) expectName(nameOf(process), host, answering(processes, tier, each));
    }
    for (const { text } of processTexts(process))
      for (const [, host = ''] of text.matchAll(/(?:verifyhost |server_name: |"servername": ")([a-z0-9.-]+)/g)) {
        const tier = tierOf(host);
        if (tier !== undefined) expectName(nameOf(process), host, [tier]);
      }
  }
  for (const { tier, port, serverName } of endpoints(settings))
    expectName('smoke', serverName, answering(processes, tier, port));
  for (const process of processes) {
    if (!('tier' in process) || process.networks !== 'data-and-edge') continue;
    // What is published is dialled as this machine.
    for (const port of Object.values<number>(tierPorts(process.tier)))
      expectName('a client on the host', 'localhost', answering(processes, process.tier, port));
  }
  return { tried: tried.size, missing: [...missing] };
}

describe.each(cases)('with %s', (_, settings) => {
  it('each name that a client dials is in the certificate of the tier that answers', () => {
    const { tried, missing } = mismatches(settings);
    expect(missing).toEqual([]);
    expect(tried).toBeGreaterThan(40);
  });
});
