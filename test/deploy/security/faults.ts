import type { Container } from '../../../smoke/host/container.js';
import { isLoopback } from '../../../smoke/host/proc-net.js';
import { tierPorts, type TierName } from '../../../constructs/topology.js';
import { dataDirectory, type Workload } from '../../../constructs/workload.js';
import { readyPort } from '../../../templates/haproxy/haproxy-cfg.js';
import { isEngineDns, type ContainerView, type SeenProcess } from './container-view.js';

/** Memory that the engine gives to every container, and that no setting takes away. */
const engineScratch = ['/dev/mqueue', '/dev/shm'];

/** etcd's clients, then etcd, Patroni and PostgreSQL of the stand-in's three nodes: at each its own, and tunnels to the others'. */
const standIn = [25_379, ...[25_380, 25_400, 25_430].flatMap((first) => [first, first + 1, first + 2])];

/** Ports on a container's own loopback: HAProxy's readiness page, and what is underneath the stand-in. */
const loopback: Readonly<Partial<Record<TierName, readonly number[]>>> = {
  cockroach: standIn,
  'cockroach-lb': [readyPort],
  'state-lb': [readyPort],
  'host-gateway': [readyPort],
};

/** Ports at which a tier listens that are not promised, and promised ones at which it does not. */
export function portFaults(tier: TierName, { listeners }: ContainerView): string[] {
  const promised: number[] = Object.values(tierPorts(tier));
  const open = listeners.filter((each) => !isLoopback(each));
  const inside = listeners.filter((each) => isLoopback(each) && !isEngineDns(each));
  const extra = [
    ...open.filter(({ protocol, port }) => protocol === 'udp' || !promised.includes(port)),
    ...inside.filter(({ protocol, port }) => protocol === 'udp' || !loopback[tier]?.includes(port)),
  ];
  const missing = promised.filter((port) => !open.some((each) => each.protocol === 'tcp' && each.port === port));
  return [
    ...extra.map(({ protocol, address, port }) => `listens at ${protocol} ${address}:${port}, which is not promised`),
    ...missing.map((port) => `does not listen at ${port}`),
  ];
}

/** What a process may do that it should not. */
export function privilegeFaults({ status }: SeenProcess): string[] {
  const isNothing = (field: string): boolean => /^0+$/.test(status[field] ?? '');
  const rules: readonly [boolean, string][] = [
    [
      /(^|\s)0(\s|$)/.test(`${status['Uid']} ${status['Gid']}`),
      `has the user ${status['Uid']} and group ${status['Gid']}`,
    ],
    ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((field): [boolean, string] => [
      !isNothing(field),
      `has ${field} ${status[field]}`,
    ]),
    [status['NoNewPrivs'] !== '1', 'can gain privileges'],
    [status['Seccomp'] !== '2', 'has no seccomp filter'],
  ];
  const name = `${status['Name']} (pid ${status['Pid']})`;
  return rules.flatMap(([isBroken, fault]) => (isBroken ? [`${name} ${fault}`] : []));
}

/** Where a container can write besides its volume and its memory. */
export function writeFaults(
  { scratch, storageGiB }: Pick<Workload, 'scratch' | 'storageGiB'>,
  view: ContainerView,
): string[] {
  const meant = [...engineScratch, ...Object.keys(scratch), ...(storageGiB === undefined ? [] : [dataDirectory])];
  const isMeant = (path: string): boolean => meant.some((each) => path === each || path.startsWith(`${each}/`));
  return [
    ...(view.rootMountedWritable ? ['has a writable root file system'] : []),
    ...view.writable.filter((path) => !isMeant(path)).map((path) => `may write to ${path}`),
    ...view.written.filter((path) => !isMeant(path)).map((path) => `made a file in ${path}`),
  ];
}

/** Next hops that somebody has the address of, and IPv6 beyond loopback: ways to a cloud's metadata, and out. */
export function wayOutFaults(view: ContainerView, taken: ReadonlySet<string>): string[] {
  return [
    ...view.routesOut.filter(({ gateway }) => taken.has(gateway)).map(({ gateway }) => `has a way out by ${gateway}`),
    ...view.ipv6.map((route) => `has a route of IPv6: ${route}`),
  ];
}

/** Parts of the machine that a container was given: its namespaces, its devices, its files. */
export function hostFaults({ HostConfig, Mounts }: Inspected, directory: string, stack: string): string[] {
  const shared = ['PidMode', 'IpcMode', 'UTSMode', 'UsernsMode', 'NetworkMode'] as const;
  const isOwn = ({ Type, Source, Name }: Inspected['Mounts'][number]): boolean =>
    Type === 'volume' ? (Name ?? '').startsWith(`${stack}-`) : Source.startsWith(`${directory}/`);
  return [
    ...(HostConfig.Privileged ? ['is privileged'] : []),
    ...shared.filter((key) => HostConfig[key] === 'host').map((key) => `has ${key} host`),
    ...(HostConfig.Devices ?? []).map(({ PathOnHost }) => `has the device ${PathOnHost}`),
    ...Mounts.filter((mount) => !isOwn(mount)).map(({ Source, Name }) => `mounts ${Name ?? Source}`),
  ];
}

/** The parts of `docker inspect` that say what a container was given. */
export interface Inspected {
  readonly Name: string;
  readonly Image: string;
  readonly HostConfig: Readonly<Record<'PidMode' | 'IpcMode' | 'UTSMode' | 'UsernsMode' | 'NetworkMode', string>> & {
    readonly Privileged: boolean;
    readonly Devices: readonly { PathOnHost: string }[] | null;
  };
  readonly Mounts: readonly { readonly Type: string; readonly Source: string; readonly Name?: string }[];
}

/** Addresses that a packet to a gateway could end at. */
export function takenAddresses(containers: readonly Container[], own: readonly string[]): ReadonlySet<string> {
  return new Set([...own, ...containers.flatMap(({ networks }) => Object.values(networks))]);
}
