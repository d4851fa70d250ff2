import { readdirSync, readFileSync } from 'node:fs';
import { openTls } from '../../../smoke/probes/tls.js';
import { deployedTiers } from '../../../smoke/deployed.js';
import type { Settings } from '../../../config/schema.js';
import type { LocalFacts } from '../../../stacks/local-facts.js';

/** What the engine's forwarders of a stack's containers listen at, as `address:port`, by their own arguments. */
export function forwarders(addresses: ReadonlySet<string>): string[] {
  return processes()
    .filter(({ name }) => name === 'docker-proxy')
    .flatMap(({ args }) => {
      const value = (flag: string): string => args[args.indexOf(flag) + 1] ?? '';
      return addresses.has(value('-container-ip')) ? [`${value('-host-ip')}:${value('-host-port')}`] : [];
    });
}

function processes(): { name: string; args: string[] }[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return [{ name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), args }];
      } catch {
        // It has ended since.
        return [];
      }
    });
}

/** Ports of the host that a stack means to publish. */
export function promisedOnHost(settings: Settings, { publish }: LocalFacts): number[] {
  return deployedTiers(settings).flatMap(({ tier, replicas }) =>
    Object.values(publish[tier] ?? {}).flatMap((port) => Array.from({ length: replicas }, (_, index) => port + index)),
  );
}

/** Those of a range of ports on loopback at which a server answers with a certificate of the stack. */
export async function answering(first: number, count: number, ca: string): Promise<number[]> {
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const isOurs = await Promise.all(ports.map(async (port) => await speaksAsStack(port, ca)));
  return ports.filter((_, index) => isOurs[index]);
}

async function speaksAsStack(port: number, ca: string): Promise<boolean> {
  const at = { host: '127.0.0.1', port, serverName: 'localhost', tier: 'state', name: '', index: 0 } as const;
  for (const speaks of ['https', 'postgres'] as const) {
    try {
      (await openTls({ ...at, speaks, clientCertificate: false }, { ca })).destroy();
      return true;
    } catch {
      // Nobody is there, or somebody who is not of the stack.
    }
  }
  return false;
}
