import { execa } from 'execa';

/** Where the kernel would send a packet. */
export interface KernelRoute {
  readonly device: string;
  /** The next hop off this machine; undefined when the address is on a directly connected network, or this machine's own. */
  readonly gateway: string | undefined;
}

/**
 * Asks the kernel for the route to an address, without sending anything. Undefined when there is none.
 *
 * @throws when there is no `ip` program.
 */
export async function kernelRoute(address: string): Promise<KernelRoute | undefined> {
  const { stdout, stderr, exitCode, code } = await execa('ip', ['-json', 'route', 'get', address], { reject: false });
  if (code === 'ENOENT') throw new Error('there is no program `ip` to ask the kernel for routes: install iproute2');
  if (exitCode !== 0) {
    if (/unreachable/i.test(stderr)) return undefined;
    throw new Error(`ip route get ${address}: ${stderr}`);
  }
  const [found] = JSON.parse(stdout) as { dev: string; gateway?: string }[];
  return found === undefined ? undefined : { device: found.dev, gateway: found.gateway };
}
