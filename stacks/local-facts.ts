import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Settings } from '../config/schema.js';
import { port, type TierName } from '../constructs/topology.js';

/** Where a stack of this checkout lives: everything that follows from its name and the profile. */
export interface LocalFacts {
  /** Prefix of containers, networks and volumes. */
  readonly stack: string;
  readonly checkout: string;
  /** `.stacks/<stack>` of the checkout, absolute: Terraform state, config files, secrets. */
  readonly directory: string;
  readonly vault: string;
  readonly secrets: string;
  readonly stateFile: string;
  readonly subnet: string;
  readonly edgeSubnet: string;
  readonly userId: number;
  /** First of the ports that the stack may publish. */
  readonly portBase: number;
  readonly publishAddress: string;
  /** Published ports: tier → port inside → port on the host. */
  readonly publish: Readonly<Partial<Record<TierName, Readonly<Record<number, number>>>>>;
}

/** Profile that commands work on when none is named. */
export const defaultProfile = 'local';

/**
 * Name of the stack: given, else derived from the checkout's path, so that two checkouts never share one, and from the profile, so that
 * two profiles of a checkout don't either.
 */
export function stackName(checkout: string, given: string, profile = defaultProfile): string {
  if (given !== '') return given;
  return `ps-${digest(profile === defaultProfile ? checkout : `${checkout}\n${profile}`)
    .toString('hex')
    .slice(0, 6)}`;
}

/** Facts of a stack on Docker. `processUserId` is the user who deploys: its files must be readable in the containers. */
export function localFacts(
  checkout: string,
  settings: Settings,
  processUserId: number | undefined,
  profile = defaultProfile,
): LocalFacts {
  const stack = stackName(checkout, settings.docker.stack, profile);
  const directory = join(checkout, '.stacks', stack);
  const { subnet, edgeSubnet } = subnets(stack, settings.docker.subnet);
  const base = settings.docker.portBase === 0 ? derivedPortBase(stack) : settings.docker.portBase;
  return {
    stack,
    checkout,
    directory,
    vault: join(directory, 'vault'),
    secrets: join(directory, 'secrets'),
    stateFile: join(directory, 'terraform.tfstate'),
    subnet,
    edgeSubnet,
    userId: processUserId === undefined || processUserId === 0 ? settings.kubernetes.userId : processUserId,
    portBase: base,
    publishAddress: '127.0.0.1',
    publish: {
      'state-lb': { [port('state-lb', 'api')]: base },
      prometheus: { [port('prometheus', 'web')]: base + 1 },
      grafana: { [port('grafana', 'web')]: base + 2 },
      'host-gateway': {
        [port('host-gateway', 'pgbouncer')]: base + 3,
        [port('host-gateway', 'redis')]: base + 4,
        [port('host-gateway', 'console')]: base + 5,
      },
    },
  };
}

/** Below the ephemeral range of Linux, 16 ports a stack. */
function derivedPortBase(stack: string): number {
  return 20_000 + (digest(stack).readUInt16BE(0) % 780) * 16;
}

/** Two neighbouring /24 of 10.64.0.0/10, which Docker's own pools (172.17–31, 192.168) leave free. */
function subnets(stack: string, given: string): { subnet: string; edgeSubnet: string } {
  const bytes = digest(`subnet ${stack}`);
  const subnet = given === '' ? `10.${64 + (bytes.readUInt8(0) % 64)}.${bytes.readUInt8(1) & 0xfe}.0/24` : given;
  const [a, b, c] = subnet.split('.');
  return { subnet, edgeSubnet: `${a}.${b}.${(Number(c) + 1) % 256}.0/24` };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
