import { describe, expect, it } from 'vitest';
import { fileLimit } from '../../operate/preflight/engine-limit.js';
import { readRoutes } from '../../operate/preflight/known-subnets.js';
import { memoryFault } from '../../operate/preflight/memory.js';
import { openFileFaults } from '../../operate/preflight/open-files.js';
import { ownershipFault } from '../../operate/preflight/ownership.js';
import { portFaults } from '../../operate/preflight/ports.js';
import { overlap, parseSubnet } from '../../operate/preflight/subnet.js';
import { subnetFaults } from '../../operate/preflight/subnets.js';
import { readPublished } from '../../operate/preflight/used-ports.js';
import type { PlannedContainer } from '../../operate/synthesized.js';

const container = (changes: Partial<PlannedContainer>): PlannedContainer => ({
  name: 'shop-redis-0',
  tier: 'redis',
  stays: true,
  memoryMiB: 512,
  openFiles: undefined,
  ports: [],
  ...changes,
});

describe('memory', () => {
  const three = [0, 1, 2].map((index) => container({ name: `shop-redis-${index}` }));

  it('fits when the limits together do', () => {
    expect(memoryFault(three, 1536 * 2 ** 20)).toBeUndefined();
  });

  it('is refused with the sum; a task that ends does not count', () => {
    expect(memoryFault([...three, container({ tier: undefined, stays: false, memoryMiB: 9000 })], 1535 * 2 ** 20)).toBe(
      "memory: the stack's limits are 1536 MiB (redis 3 × 512), the engine has 1535 MiB. Give it more (Docker Desktop: Settings, " +
        'Resources), or lower memoryMiB of a tier in the profile, cockroach.memoryMiB first.',
    );
  });
});

describe('ports', () => {
  const published = [container({ name: 'shop-state-lb-0', ports: [{ address: '127.0.0.1', port: 8000 }] })];

  it('that the stack itself holds are free', () => {
    expect(
      portFaults(published, [{ address: '127.0.0.1', port: 8000, container: 'shop-state-lb-0', own: true }]),
    ).toEqual([]);
  });

  it('of somebody else are refused, naming them', () => {
    expect(portFaults(published, [{ address: '0.0.0.0', port: 8000, container: 'other', own: false }])).toEqual([
      'ports: shop-state-lb-0 publishes 127.0.0.1:8000, which the container other has. Stop that, or set docker.portBase in the profile to the first of 16 free ports.',
    ]);
    expect(
      portFaults(published, [{ address: '127.0.0.1', port: 8000, container: undefined, own: false }])[0],
    ).toContain('which another program has');
  });

  it('are read from the engine, ranges too', () => {
    expect(readPublished('web\tshop\t127.0.0.1:80-81->80-81/tcp, 6379/tcp', 'shop')).toEqual([
      { address: '127.0.0.1', port: 80, container: 'web', own: true },
      { address: '127.0.0.1', port: 81, container: 'web', own: true },
    ]);
  });
});

describe('networks', () => {
  it.each([
    ['10.80.4.0/24', '10.80.5.0/24', false],
    ['10.80.4.0/24', '10.80.0.0/16', true],
    ['10.80.4.128/25', '10.80.4.0/25', false],
    ['0.0.0.0/0', '10.80.4.0/25', true],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    const [first, second] = [parseSubnet(a), parseSubnet(b)];
    expect(first && second && overlap(first, second)).toBe(expected);
  });

  it.each(['fd00::/64', '10.0.0.0', '300.0.0.0/8', '10.0.0.0/33'])('%s is no IPv4 network', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });

  it('that overlap another are refused, naming it', () => {
    const known = [{ subnet: '10.80.0.0/16', owner: 'the Docker network other' }];
    expect(subnetFaults([{ name: 'shop-data', subnet: '10.80.4.0/24' }], known)).toEqual([
      'networks: shop-data is 10.80.4.0/24, which overlaps 10.80.0.0/16 of the Docker network other. Set docker.subnet in the profile to a /24 that, with the next one, is free.',
    ]);
  });

  it("are read from the kernel's routes, without the default one", () => {
    const table = [
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT',
      'eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
      'br-1\t0004500A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    ].join('\n');
    expect(readRoutes(table)).toEqual([
      { device: 'br-1', subnet: '10.80.4.0/24', owner: 'a route of this machine by br-1' },
    ]);
  });
});

describe('open files', () => {
  const asking = [container({ openFiles: 20_032 }), container({ name: 'shop-redis-1', openFiles: 20_032 })];

  it('beyond what the engine can give are refused, once a tier', () => {
    expect(openFileFaults(asking, { hard: 20_000, canRaise: false })).toEqual([
      "open files: redis asks for 20032, and the engine can give 20000. Raise the engine's limit (LimitNOFILE of its service, or `ulimit -n` where it is started), or lower openFiles of that tier in the profile.",
    ]);
  });

  it('are no fault where the engine may raise its limit, or cannot be seen', () => {
    expect(openFileFaults(asking, { hard: 20_000, canRaise: true })).toEqual([]);
    expect(openFileFaults(asking, undefined)).toEqual([]);
  });

  it('are read from the kernel', () => {
    const limits =
      'Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 20000                files\n';
    expect(fileLimit(limits, 'CapEff:\t0000000001000000\n')).toEqual({ hard: 20_000, canRaise: true });
    expect(fileLimit(limits.replace('20000', 'unlimited'), 'CapEff:\t0000000000000000\n')).toEqual({
      hard: Number.POSITIVE_INFINITY,
      canRaise: false,
    });
    expect(fileLimit('', '')).toBeUndefined();
  });
});

describe('containers of this name', () => {
  it('without a state of ours are refused', () => {
    expect(ownershipFault('shop', ['shop-redis-0'], false)).toContain('choose another name (--stack');
    expect(ownershipFault('shop', ['shop-redis-0'], true)).toBeUndefined();
    expect(ownershipFault('shop', [], false)).toBeUndefined();
  });
});
