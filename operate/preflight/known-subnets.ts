import { existsSync, readFileSync } from 'node:fs';
import { docker, dockerLines } from '../docker.js';
import type { KnownSubnet } from './subnets.js';

interface NetworkJson {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly IPAM: { readonly Config: readonly { readonly Subnet?: string }[] | null };
}

/** Networks of the engine and routes of this machine, without those of the stack. */
export async function knownSubnets(stack: string): Promise<KnownSubnet[]> {
  const ids = await dockerLines('network', 'ls', '--quiet');
  const networks = ids.length === 0 ? [] : (JSON.parse(await docker('network', 'inspect', ...ids)) as NetworkJson[]);
  const foreign = networks.filter(({ Labels }) => Labels?.['planetary.stack'] !== stack);
  const bridges = new Set(networks.map(bridge));
  return [
    ...foreign.flatMap(({ Name, IPAM }) =>
      (IPAM.Config ?? []).flatMap(({ Subnet }) =>
        Subnet === undefined ? [] : [{ subnet: Subnet, owner: `the Docker network ${Name}` }],
      ),
    ),
    ...routes().filter(({ device }) => !bridges.has(device)),
  ];
}

function bridge({ Id, Options }: NetworkJson): string {
  return Options?.['com.docker.network.bridge.name'] ?? `br-${Id.slice(0, 12)}`;
}

function routes(): (KnownSubnet & { device: string })[] {
  const file = '/proc/net/route';
  return existsSync(file) ? readRoutes(readFileSync(file, 'utf8')) : [];
}

/** Reads Linux' `/proc/net/route`; default routes, which everything overlaps, are left out. */
export function readRoutes(table: string): (KnownSubnet & { device: string })[] {
  return table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , , , , , mask]) => mask !== undefined && mask !== '00000000')
    .map(([device = '', destination = '', , , , , , mask = '']) => ({
      device,
      subnet: `${littleEndian(destination).join('.')}/${prefixLength(mask)}`,
      owner: `a route of this machine by ${device}`,
    }));
}

function littleEndian(hex: string): number[] {
  return [...Buffer.from(hex, 'hex')].toReversed();
}

function prefixLength(hex: string): number {
  return Number.parseInt(hex, 16).toString(2).replaceAll('0', '').length;
}
