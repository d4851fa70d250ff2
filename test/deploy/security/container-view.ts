import { listeners, routesOut, type Listener, type RouteOut } from '../../../smoke/host/proc-net.js';
import { look } from './look.js';

/** A process of a container, as the kernel shows it to its own user. */
export interface SeenProcess {
  /** Fields of `/proc/<pid>/status`. */
  readonly status: Readonly<Record<string, string>>;
  /** Environment and arguments, one a line. */
  readonly text: string;
}

/** What a container looks like from inside. */
export interface ContainerView {
  readonly processes: readonly SeenProcess[];
  /** Listeners of TCP and UDP, on IPv4 and IPv6. */
  readonly listeners: readonly (Listener & { readonly protocol: 'tcp' | 'udp' })[];
  readonly routesOut: readonly RouteOut[];
  /** Routes of IPv6, loopback's left out. */
  readonly ipv6: readonly string[];
  /** Directories, two levels deep, that the container's user may write to. */
  readonly writable: readonly string[];
  /** Where a file could really be made, among those that are not meant for it. */
  readonly written: readonly string[];
  readonly rootMountedWritable: boolean;
  /** Sockets of container engines. */
  readonly engineSockets: readonly string[];
  /** Processes whose environment cannot be read. */
  readonly unreadable: readonly string[];
}

/** Looks into a running container. Throws when it cannot be looked into. */
export async function viewOf(container: string): Promise<ContainerView> {
  const parts = await look(container);
  const text = (title: string): string => parts.find(([found]) => found === title)?.[1] ?? '';
  const lines = (title: string): string[] => text(title).split('\n').filter(Boolean);
  const udp = text('udp').replaceAll(unconnected, '$1 0A ');
  return {
    processes: parts.flatMap(([title, found], index) => {
      const status = title === 'process' ? fields(found) : {};
      // One that ended while it was looked at has no status.
      return status['Pid'] === undefined ? [] : [{ status, text: parts[index + 1]?.[1] ?? '' }];
    }),
    listeners: [
      ...listeners(text('tcp')).map((each) => ({ ...each, protocol: 'tcp' as const })),
      ...listeners(udp).map((each) => ({ ...each, protocol: 'udp' as const })),
    ],
    routesOut: routesOut(text('routes')),
    ipv6: lines('ipv6').filter((line) => !/\slo$/.test(line)),
    writable: lines('writable'),
    written: lines('written'),
    rootMountedWritable: !lines('mounts').some((line) => /^\S+ \/ \S+ (\S+,)?ro[, ]/.test(line)),
    engineSockets: lines('sockets'),
    unreadable: parts.map(([title]) => title).filter((title) => title.startsWith('unreadable')),
  };
}

/** Docker's own DNS, in the network of every container, at ports by chance. */
export function isEngineDns({ address }: Pick<Listener, 'address'>): boolean {
  return address === '127.0.0.11';
}

/** A UDP socket that takes packets from anybody has no peer and the state 07; a listener of TCP has 0A. */
const unconnected = /^(\s*\d+: [0-9A-F]+:[0-9A-F]{4} 0+:0000) 07 /gm;

function fields(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^(\w+):[ \t]*(.*)$/gm)].map(([, key = '', value = '']) => [key, value]));
}
