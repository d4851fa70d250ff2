import { Container } from './container.js';

/** Redis on a port of loopback; a replica when a primary's port is given. */
export async function startRedis(port: number, primary?: number): Promise<Container> {
  const replica = primary === undefined ? [] : ['--replicaof', '127.0.0.1', String(primary)];
  const options = [
    '--bind',
    '127.0.0.1',
    '--dir',
    '/data',
    '--save',
    '',
    '--appendonly',
    'no',
    '--protected-mode',
    'no',
  ];
  return await Container.start({
    image: 'planetary-offline/redis:8.0',
    command: ['redis-server', '--port', String(port), ...options, ...replica],
  });
}

/** A Sentinel of the primary `planetary`. */
export async function startSentinel(port: number, primary: number, downAfterMs = 500): Promise<Container> {
  const conf = `port ${port}
bind 127.0.0.1
dir /run/test
sentinel monitor planetary 127.0.0.1 ${primary} 2
sentinel down-after-milliseconds planetary ${downAfterMs}
sentinel failover-timeout planetary 2000
`;
  return await Container.start({
    image: 'planetary-offline/redis:8.0',
    files: { 'sentinel.conf': conf },
    command: ['redis-sentinel', '/run/test/sentinel.conf'],
  });
}
