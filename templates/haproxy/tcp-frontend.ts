import type { Section } from './haproxy-cfg.js';

/** Connections of a console: people, not clients. */
export const consoleConnections = 32;

/** Takes connections without looking into them. They may be idle for long: who pools them ends them by age. */
export function tcpFrontend(name: string, port: number, maxConnections: number): Section {
  return {
    head: `frontend ${name}-in`,
    lines: [
      'mode tcp',
      'option clitcpka',
      'timeout client 1h',
      `maxconn ${maxConnections}`,
      `bind :${port}`,
      `default_backend ${name}`,
    ],
  };
}

/** Lines of every backend whose servers end TLS themselves. */
export const passThrough = [
  'mode tcp',
  'option srvtcpka',
  'srvtcpka-idle 5s',
  'srvtcpka-intvl 2s',
  'srvtcpka-cnt 3',
  'timeout server 1h',
] as const;
