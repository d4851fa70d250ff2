import { haproxyCfg, server, type Section } from './haproxy-cfg.js';

export interface CockroachLoadBalancerCfg {
  readonly maxConnections: number;
  readonly ports: { readonly sql: number; readonly console: number; readonly metrics: number };
  readonly nodes: readonly string[];
  readonly nodeSqlPort: number;
  readonly nodeConsolePort: number;
  /** Name in the nodes' certificate. */
  readonly nodeName: string;
  readonly secrets: string;
}

/** Passes SQL and the console on to nodes that say they are ready; TLS ends at the nodes. */
export function cockroachLoadBalancerCfg(cfg: CockroachLoadBalancerCfg): string {
  return haproxyCfg({
    maxConnections: cfg.maxConnections,
    metricsPort: cfg.ports.metrics,
    secrets: cfg.secrets,
    needs: ['sql'],
    sections: [
      frontend('sql-in', cfg.ports.sql, 'sql'),
      frontend('console-in', cfg.ports.console, 'console'),
      backend(cfg, 'sql', cfg.nodeSqlPort),
      backend(cfg, 'console', cfg.nodeConsolePort),
    ],
  });
}

function frontend(name: string, port: number, backend: string): Section {
  return {
    head: `frontend ${name}`,
    // Pooled connections may be idle for long; PgBouncer ends them by age.
    lines: ['mode tcp', 'option clitcpka', 'timeout client 1h', `bind :${port}`, `default_backend ${backend}`],
  };
}

function backend(cfg: CockroachLoadBalancerCfg, name: string, port: number): Section {
  const check =
    `check port ${cfg.nodeConsolePort} check-ssl verify required ca-file ${cfg.secrets}/ca.crt check-sni ${cfg.nodeName} ` +
    `verifyhost ${cfg.nodeName} inter 2s fall 3 rise 2 on-marked-down shutdown-sessions`;
  return {
    head: `backend ${name}`,
    lines: [
      'mode tcp',
      'option srvtcpka',
      'timeout server 1h',
      'balance leastconn',
      'option httpchk',
      `http-check send meth GET uri /health?ready=1 ver HTTP/1.1 hdr Host ${cfg.nodeName}`,
      'http-check expect status 200',
      ...cfg.nodes.map((node, index) => server(`node-${index}`, node, port, check)),
    ],
  };
}
