import { haproxyCfg, server, type Section } from './haproxy-cfg.js';
import { consoleConnections, passThrough, tcpFrontend } from './tcp-frontend.js';

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
      tcpFrontend('sql', cfg.ports.sql, cfg.maxConnections),
      tcpFrontend('console', cfg.ports.console, consoleConnections),
      backend(cfg, 'sql', cfg.nodeSqlPort),
      backend(cfg, 'console', cfg.nodeConsolePort),
    ],
  });
}

/**
 * A node that drains says it is not ready and is given no new connections, but it keeps those that it has: it ends each one itself,
 * after its transaction. `on-marked-down shutdown-sessions` would cut them in the middle. What is left over from a node that died, and
 * cannot end anything, the kernel finds: unanswered bytes by `tcp-ut`, idle connections by keepalive.
 */
function backend(cfg: CockroachLoadBalancerCfg, name: string, port: number): Section {
  const check =
    `check port ${cfg.nodeConsolePort} check-ssl verify required ca-file ${cfg.secrets}/ca.crt check-sni ${cfg.nodeName} ` +
    `verifyhost ${cfg.nodeName} inter 2s fall 3 rise 2 tcp-ut 5s`;
  return {
    head: `backend ${name}`,
    lines: [
      ...passThrough,
      'balance leastconn',
      'option httpchk',
      `http-check send meth GET uri /health?ready=1 ver HTTP/1.1 hdr Host ${cfg.nodeName}`,
      'http-check expect status 200',
      ...cfg.nodes.map((node, index) => server(`node-${index}`, node, port, check)),
    ],
  };
}
