import { networkInterfaces } from 'node:os';

/** IPv4 addresses of this machine, loopback left out. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((each) => (each?.family === 'IPv4' && !each.internal ? [each.address] : []));
}
