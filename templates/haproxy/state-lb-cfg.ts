import { haproxyCfg, server } from './haproxy-cfg.js';

export interface StateLoadBalancerCfg {
  readonly maxConnections: number;
  readonly ports: { readonly api: number; readonly metrics: number };
  readonly instances: readonly string[];
  readonly instancePort: number;
  /** Name in the instances' certificate. */
  readonly instanceName: string;
  readonly secrets: string;
}

/** Ends users' TLS, numbers requests, and hands them to instances that are ready, over TLS again. */
export function stateLoadBalancerCfg(cfg: StateLoadBalancerCfg): string {
  const options =
    `check check-sni ${cfg.instanceName} ssl sni str(${cfg.instanceName}) verify required ca-file ${cfg.secrets}/ca.crt ` +
    `verifyhost ${cfg.instanceName} inter 1s fall 2 rise 1`;
  return haproxyCfg({
    maxConnections: cfg.maxConnections,
    metricsPort: cfg.ports.metrics,
    secrets: cfg.secrets,
    needs: ['state'],
    sections: [
      {
        head: 'frontend api',
        lines: [
          'mode http',
          'timeout client 30s',
          'timeout http-request 5s',
          'timeout http-keep-alive 60s',
          `bind :${cfg.ports.api} ssl crt ${cfg.secrets}/tls.pem alpn h2,http/1.1`,
          'http-request set-header X-Request-Id %[uuid()] unless { req.hdr(X-Request-Id) -m found }',
          'http-request del-header X-Forwarded-For',
          'option forwardfor',
          'default_backend state',
        ],
      },
      {
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
      },
    ],
  });
}
