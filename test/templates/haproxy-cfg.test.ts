import { describe, expect, it } from 'vitest';
import { cockroachLoadBalancerCfg } from '../../templates/haproxy/cockroach-lb-cfg.js';
import { haproxyCfg, section, server } from '../../templates/haproxy/haproxy-cfg.js';
import { hostGatewayCfg, redisBackendCfg } from '../../templates/haproxy/host-gateway-cfg.js';
import { stateLoadBalancerCfg } from '../../templates/haproxy/state-lb-cfg.js';
import { linesOf } from './sections.js';

describe('what all load balancers have in common', () => {
  const cfg = haproxyCfg({
    maxConnections: 1_000,
    metricsPort: 8404,
    secrets: '/secrets',
    needs: ['one', 'two'],
    sections: [],
  });

  it('leaves connections for the probe and for Prometheus when clients have taken all of theirs', () => {
    expect(linesOf(cfg, 'global')).toContain('maxconn 1064');
  });

  it('tells its metrics only to who has a certificate of the stack', () => {
    expect(linesOf(cfg, 'frontend metrics')).toContain(
      'bind :8404 ssl crt /secrets/tls.pem ca-file /secrets/ca.crt verify required alpn http/1.1',
    );
  });

  it('is ready while each backend that it needs has a server', () => {
    const ready = linesOf(cfg, 'frontend ready');
    expect(ready).toContain('bind 127.0.0.1:8405');
    expect(ready).toContain('monitor fail if { nbsrv(one) lt 1 }');
    expect(ready).toContain('monitor fail if { nbsrv(two) lt 1 }');
  });

  it('trusts no server unseen', () => {
    expect(linesOf(cfg, 'global')).toContain('ssl-server-verify required');
  });
});

describe('in front of the database', () => {
  const cfg = cockroachLoadBalancerCfg({
    maxConnections: 1_000,
    ports: { sql: 26257, console: 8080, metrics: 8404 },
    nodes: ['cockroach-0.cockroach-nodes', 'cockroach-1.cockroach-nodes'],
    nodeSqlPort: 26257,
    nodeConsolePort: 8080,
    nodeName: 'cockroach',
    secrets: '/secrets',
  });

  it.each([
    ['sql', 26257],
    ['console', 8080],
  ])('nodes that are ready get connections: %s', (name, port) => {
    const lines = linesOf(cfg, `backend ${name}`);
    expect(lines).toContain('http-check send meth GET uri /health?ready=1 ver HTTP/1.1 hdr Host cockroach');
    expect(lines).toContain('http-check expect status 200');
    expect(lines.filter((line) => line.startsWith('server '))).toEqual(
      [0, 1].map(
        (node) =>
          `server node-${node} "cockroach-${node}.cockroach-nodes\${DNS_SUFFIX}:${port}" check port 8080 check-ssl ` +
          'verify required ca-file /secrets/ca.crt check-sni cockroach verifyhost cockroach inter 2s fall 3 rise 2 tcp-ut 5s',
      ),
    );
  });

  it('a node that drains keeps its connections', () => {
    expect(cfg).not.toContain('shutdown-sessions');
  });
});

describe('in front of the app', () => {
  const cfg = stateLoadBalancerCfg({
    maxConnections: 1_000,
    requestsPerSecond: 50,
    bodyLimitBytes: 4_096,
    ports: { api: 8443, metrics: 8404 },
    instances: ['state-0.state-nodes'],
    instancePort: 8443,
    instanceName: 'state',
    secrets: '/secrets',
  });

  it('bounds rate and size', () => {
    const lines = linesOf(cfg, 'frontend api');
    expect(lines).toContain('stick-table type ipv6 size 50k expire 30s store http_req_rate(10s)');
    expect(lines.some((line) => line.endsWith('if { sc_http_req_rate(0) gt 500 }'))).toBe(true);
    expect(lines.some((line) => line.endsWith('if { req.hdr_val(content-length) gt 4096 }'))).toBe(true);
  });

  it('sends only reads again', () => {
    expect(linesOf(cfg, 'backend state')).toContain('http-request disable-l7-retry unless { method GET HEAD }');
  });

  it('speaks TLS to instances, and verifies it', () => {
    expect(linesOf(cfg, 'backend state').at(-1)).toBe(
      'server state-0 "state-0.state-nodes${DNS_SUFFIX}:8443" check check-sni state ssl sni str(state) verify required ' +
        'ca-file /secrets/ca.crt verifyhost state inter 1s fall 2 rise 1',
    );
  });
});

describe('for the host', () => {
  const target = { host: 'pgbouncer', port: 6432 };
  const cfg = hostGatewayCfg({
    maxConnections: 1_000,
    ports: { pgbouncer: 6432, redis: 6379, console: 8080, metrics: 8404 },
    pgbouncer: target,
    console: { host: 'cockroach-lb', port: 8080 },
    secrets: '/secrets',
  });

  it('PgBouncer and Redis share the connections', () => {
    expect(linesOf(cfg, 'frontend pgbouncer-in')).toContain('maxconn 500');
    expect(linesOf(cfg, 'frontend redis-in')).toContain('maxconn 500');
    expect(linesOf(cfg, 'frontend console-in')).toContain('maxconn 32');
  });

  it('has no secret and no backend of Redis: both are in the other file', () => {
    expect(cfg).not.toContain('\nbackend redis\n');
  });

  const redis = {
    hosts: ['redis-0.redis-nodes'],
    port: 6379,
    name: 'redis',
    user: 'probe',
    password: 'p',
    secrets: '/secrets',
  };

  it('logs in to Redis in its own protocol, whatever the password is', () => {
    const sent = (password: string) =>
      linesOf(redisBackendCfg({ ...redis, password }), 'backend redis')
        .filter((line) => line.startsWith('tcp-check send-binary '))
        .map((line) => Buffer.from(line.split(' ')[2] ?? '', 'hex').toString());
    expect(sent('p4 "s\'\n#é')).toEqual([
      '*3\r\n$4\r\nAUTH\r\n$5\r\nprobe\r\n$10\r\np4 "s\'\n#é\r\n',
      '*1\r\n$4\r\nROLE\r\n',
    ]);
  });

  it('cuts who talks to a Redis that is primary no more', () => {
    expect(linesOf(redisBackendCfg(redis), 'backend redis').at(-1)).toContain('on-marked-down shutdown-sessions');
  });
});

describe('a text that would break out', () => {
  it.each(['a b', 'a"b', 'a:1', '', '-a', 'a-', '${X}', 'a\nb'])('is refused as a host: %j', (host) => {
    expect(() => server('node-0', host, 1, 'check')).toThrow(
      `haproxy.cfg: server node-0 must have a DNS name, got ${JSON.stringify(host)}`,
    );
  });

  it('is refused as a line', () => {
    expect(() => section('backend a', ['mode tcp\n  bind :1'])).toThrow(
      'haproxy.cfg: a value must stay on one line, got "mode tcp\\n  bind :1"',
    );
    expect(() => section('backend a\nbackend b', [])).toThrow('haproxy.cfg: a value must stay on one line');
  });
});
