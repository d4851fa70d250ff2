import { haproxyCfg, server, type Section } from './haproxy-cfg.js';

export interface StateLoadBalancerCfg {
  readonly maxConnections: number;
  /** Requests a second of one client address, on average over `rateSeconds`. */
  readonly requestsPerSecond: number;
  readonly bodyLimitBytes: number;
  readonly ports: { readonly api: number; readonly metrics: number };
  readonly instances: readonly string[];
  readonly instancePort: number;
  /** Name in the instances' certificate. */
  readonly instanceName: string;
  readonly secrets: string;
}

const rateSeconds = 10;

/** Ends users' TLS, bounds and numbers requests, and hands them to instances that are ready, over TLS again. */
export function stateLoadBalancerCfg(cfg: StateLoadBalancerCfg): string {
  return haproxyCfg({
    maxConnections: cfg.maxConnections,
    metricsPort: cfg.ports.metrics,
    secrets: cfg.secrets,
    needs: ['state'],
    sections: [frontend(cfg), backend(cfg)],
  });
}

function frontend(cfg: StateLoadBalancerCfg): Section {
  return {
    head: 'frontend api',
    lines: [
      'mode http',
      'timeout client 30s',
      'timeout http-request 5s',
      'timeout http-keep-alive 60s',
      `maxconn ${cfg.maxConnections}`,
      `bind :${cfg.ports.api} ssl crt ${cfg.secrets}/tls.pem alpn h2,http/1.1`,
      `stick-table type ipv6 size 50k expire ${rateSeconds * 3}s store http_req_rate(${rateSeconds}s)`,
      // A client with IPv6 has a whole /64.
      'http-request track-sc0 src,ipmask(32,64)',
      // It ends up in logs: a client's own number is taken only when it is one.
      // As a whole (fhdr), since hdr takes each value of a list for itself, and one good one would let the others in.
      'http-request del-header X-Request-Id unless { req.fhdr_cnt(X-Request-Id) eq 1 } { req.fhdr(X-Request-Id) -m reg ^[A-Za-z0-9._-]{1,64}$ }',
      'http-request set-header X-Request-Id %[uuid()] unless { req.fhdr(X-Request-Id) -m found }',
      'http-request set-var(txn.request_id) req.fhdr(X-Request-Id)',
      'http-after-response set-header X-Request-Id %[var(txn.request_id)] if { var(txn.request_id) -m found }',
      refuse(429, 'Too Many Requests', `sc_http_req_rate(0) gt ${cfg.requestsPerSecond * rateSeconds}`),
      refuse(413, 'Body Too Large', `req.hdr_val(content-length) gt ${cfg.bodyLimitBytes}`),
      ...ownErrors.map(([status, title]) => `http-error status ${status} ${problem(status, title)}`),
      'http-request del-header X-Forwarded-For',
      'option forwardfor',
      'default_backend state',
    ],
  };
}

/** What HAProxy itself says of requests that no instance answered. */
const ownErrors = [
  [400, 'Bad Request'],
  [408, 'Request Timeout'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
] as const;

/** Answers as the service itself would, without asking it. */
function refuse(status: number, title: string, condition: string): string {
  const wait = status === 429 ? ` hdr Retry-After ${rateSeconds}` : '';
  return `http-request return status ${status} ${problem(status, title)}${wait} if { ${condition} }`;
}

/** Content of an answer: a problem document (RFC 9457) like the service's own. */
function problem(status: number, title: string): string {
  const words = title.toLowerCase().split(' ');
  const body = JSON.stringify({
    type: `urn:planetary-survival:problem:${words.join('-')}`,
    ...{ title, status, detail: 'from the load balancer', instance: 'urn:request:%[var(txn.request_id)]' },
    code: words.join('_').toUpperCase(),
  });
  return `content-type application/problem+json lf-string '${body}'`;
}

function backend(cfg: StateLoadBalancerCfg): Section {
  const options =
    `check check-sni ${cfg.instanceName} ssl sni str(${cfg.instanceName}) verify required ca-file ${cfg.secrets}/ca.crt ` +
    `verifyhost ${cfg.instanceName} inter 1s fall 2 rise 1`;
  return {
    head: 'backend state',
    lines: [
      'mode http',
      'timeout server 30s',
      'balance leastconn',
      // A write whose answer was lost may have happened: only reads are sent again.
      'retry-on conn-failure empty-response',
      'http-request disable-l7-retry unless { method GET HEAD }',
      'option httpchk',
      `http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host ${cfg.instanceName}`,
      'http-check expect status 200',
      ...cfg.instances.map((host, index) => server(`state-${index}`, host, cfg.instancePort, options)),
    ],
  };
}
