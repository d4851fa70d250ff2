import { describe, expect, it } from 'vitest';
import { isLoopback, listeners, routesOut } from '../../smoke/host/proc-net.js';

const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0B00007F:8E5F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 10001        0 2 1 0 100 0 0 10 0
   2: 3004500A:1F90 4004500A:C350 01 00000000:00000000 00:00000000 00000000 10001        0 3 1 0 20 4 30 10 -1
`;
const tcp6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:18EB 00000000000000000000000000000000:0000 0A 00000000:00000000 0
   1: 00000000000000000000000001000000:2328 00000000000000000000000000000000:0000 0A 00000000:00000000 0
   2: 0000000000000000FFFF00000100007F:2329 00000000000000000000000000000000:0000 0A 00000000:00000000 0
`;
const route = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t01787E0A\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t00787E0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;

describe("the kernel's tables", () => {
  it('have listeners, and no connections', () => {
    expect(listeners(route + tcp + tcp6)).toEqual([
      { address: '127.0.0.11', port: 36_447 },
      { address: '0.0.0.0', port: 8080 },
      { address: '::', port: 6379 },
      { address: '::1', port: 9000 },
      { address: '127.0.0.1', port: 9001 },
    ]);
  });

  it('have routes out, and those of the own network', () => {
    expect(routesOut(route + tcp + tcp6)).toEqual([{ device: 'eth0', gateway: '10.126.120.1' }]);
  });

  it.each([
    ['127.0.0.11', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
  ])('%s is loopback: %s', (address, loopback) => {
    expect(isLoopback({ address })).toBe(loopback);
  });
});
