/** A socket that waits for connections. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

/** A row of the routing table that leads off the directly connected networks. */
export interface RouteOut {
  readonly device: string;
  readonly gateway: string;
}

const listening = '0A';

/** The listeners in the text of `/proc/net/tcp` and `/proc/net/tcp6`, one after the other. */
export function listeners(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /.exec(line);
    const [, address, port, state] = found ?? [];
    if (address === undefined || port === undefined || state !== listening) return [];
    return [{ address: addressText(address), port: Number.parseInt(port, 16) }];
  });
}

/** The routes to other networks in the text of `/proc/net/route`. */
export function routesOut(text: string): RouteOut[] {
  return text.split('\n').flatMap((line) => {
    const [, device, gateway] = /^(\S+)\t[0-9A-F]{8}\t([0-9A-F]{8})\t[0-9A-F]{4}\t/.exec(line) ?? [];
    if (device === undefined || gateway === undefined || gateway === '00000000') return [];
    return [{ device, gateway: addressText(gateway) }];
  });
}

/** Whether a listener takes connections from its own machine or container only. */
export function isLoopback({ address }: Pick<Listener, 'address'>): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** The kernel writes addresses as 32-bit words in the byte order of the machine, which is little-endian wherever Docker runs. */
function addressText(hex: string): string {
  const words = (hex.match(/.{8}/g) ?? []).map((word) => Buffer.from(word, 'hex').reverse());
  const bytes = Buffer.concat(words);
  const mapped = hex.length === 32 && hex.startsWith('0000000000000000FFFF0000');
  if (hex.length === 8 || mapped) return [...bytes.subarray(-4)].join('.');
  if (hex === '0'.repeat(32)) return '::';
  if (bytes.equals(Buffer.from(`${'00'.repeat(15)}01`, 'hex'))) return '::1';
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':');
}
