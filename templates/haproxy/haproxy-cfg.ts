import { plain } from '../directives.js';

/** Port of the readiness page for the probe inside the container. It is bound to loopback, serves one status line and no data. */
export const readyPort = 8405;

/** Connections beside those of clients: the probe, Prometheus, the console. Else a full load balancer would look like a broken one. */
const spareConnections = 64;

/** A section of haproxy.cfg: its head and its lines. */
export interface Section {
  readonly head: string;
  readonly lines: readonly string[];
}

export interface HaproxyCfg {
  /** Connections of clients; each takes two file descriptors. */
  readonly maxConnections: number;
  readonly metricsPort: number;
  readonly secrets: string;
  /** Backends of which one server must be up for this load balancer to be ready. */
  readonly needs: readonly string[];
  readonly sections: readonly Section[];
}

/**
 * haproxy.cfg for 3.0 and later: what every load balancer of the stack has in common, then its own sections.
 *
 * @throws Error when a line breaks.
 */
export function haproxyCfg({ maxConnections, metricsPort, secrets, needs, sections }: HaproxyCfg): string {
  return [
    section('global', [
      'log stdout format raw local0 notice',
      `maxconn ${maxConnections + spareConnections}`,
      'hard-stop-after 25s',
      'ssl-default-bind-options ssl-min-ver TLSv1.2',
      'ssl-default-server-options ssl-min-ver TLSv1.2',
      'ssl-server-verify required',
    ]),
    section('resolvers dns', [
      'parse-resolv-conf',
      'resolve_retries 3',
      'timeout resolve 1s',
      'timeout retry 1s',
      'hold valid 5s',
    ]),
    section('defaults', [
      'log global',
      'option dontlog-normal',
      // Each attempt takes another server: the first may be gone without its checks knowing yet.
      'option redispatch 1',
      'retries 3',
      'timeout connect 3s',
      'timeout check 3s',
      'timeout queue 5s',
      'default-server resolvers dns init-addr last,libc,none',
    ]),
    section('frontend metrics', [
      'mode http',
      'timeout client 10s',
      // A scraper's idle connection would hold up a stop for as long as its timeout: 10 s of refused requests where this is the only one.
      // HTTP/2, which a bind with TLS offers by itself, does not know the option.
      'option httpclose',
      `bind :${metricsPort} ssl crt ${secrets}/tls.pem ca-file ${secrets}/ca.crt verify required alpn http/1.1`,
      'http-request use-service prometheus-exporter if { path /metrics }',
      'http-request deny deny_status 404',
    ]),
    section('frontend ready', [
      'mode http',
      'timeout client 5s',
      `bind 127.0.0.1:${readyPort}`,
      'monitor-uri /ready',
      ...needs.map((backend) => `monitor fail if { nbsrv(${backend}) lt 1 }`),
    ]),
    ...sections.map(({ head, lines }) => section(head, lines)),
  ].join('\n');
}

/**
 * One section as text.
 *
 * @throws Error when a line breaks.
 */
export function section(head: string, lines: readonly string[]): string {
  return [plain('haproxy.cfg', head), ...lines.map((line) => `  ${plain('haproxy.cfg', line)}`), ''].join('\n');
}

/**
 * A `server` line for a replica. The suffix is empty on Docker; on Kubernetes HAProxy's resolver wants the full name.
 *
 * @throws Error when the host is no DNS name.
 */
export function server(name: string, host: string, port: number, options: string): string {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host)) {
    throw new Error(`haproxy.cfg: server ${name} must have a DNS name, got ${JSON.stringify(host)}`);
  }
  return `server ${name} "${host}\${DNS_SUFFIX}:${port}" ${options}`;
}
