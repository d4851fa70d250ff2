import { port, replicaHost } from '../topology.js';
import type { Task } from '../workload.js';
import { clientCertificate } from './cockroach-certificates.js';

/** `host:port` that tasks talk to: a node itself, since the load balancer comes after them. */
export const firstNode = `${replicaHost('cockroach', 0)}:${port('cockroach', 'sql')}`;

/** A task that runs the `cockroach` program as one user. */
export function cockroachTask(
  user: string,
  task: Pick<Task, 'task' | 'command' | 'args' | 'files' | 'after'> & Partial<Pick<Task, 'secrets' | 'carries'>>,
): Task {
  return {
    image: 'cockroach',
    env: {},
    scratch: { '/tmp': 16 },
    memoryMiB: 256,
    cpus: 0.5,
    timeoutSeconds: 240,
    ...task,
    secrets: { ...clientCertificate(user), ...task.secrets },
  };
}

/** A shell command that sends SQL files one after the other, each to its database, then runs another command; it stops at the first error. */
export function sendFiles(
  user: string,
  files: readonly { readonly file: string; readonly database: string }[],
  then = '',
): string[] {
  const send = files.map(
    ({ file, database }) =>
      `/cockroach/cockroach sql --certs-dir=/secrets --host=${firstNode} --user=${user} --database=${database} --file=${file}`,
  );
  return ['/bin/sh', '-c', ['set -e', ...send, then].join('\n').trimEnd()];
}
