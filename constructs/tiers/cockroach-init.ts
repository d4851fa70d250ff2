import { script } from '../../templates/scripts/script.js';
import { configDirectory, type Task } from '../workload.js';
import { cockroachTask, firstNode } from './cockroach-task.js';

const waitSeconds = 180;

/** Initializes the cluster, once in its life; later runs find it done. */
export function cockroachInit(): Task {
  return cockroachTask('root', {
    task: 'cockroach-init',
    command: ['/bin/sh', `${configDirectory}/init.sh`],
    args: [firstNode, String(waitSeconds)],
    files: { 'init.sh': script('cockroach-init.sh') },
    after: ['cockroach'],
  });
}
