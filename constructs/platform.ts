import type { Construct } from 'constructs';
import type { Task, Workload } from './workload.js';

/** What renders a workload or a task: `DockerPlatform` or `KubernetesPlatform`. Neither knows a tier by name. */
export interface Platform {
  /** Renders a process that stays up. Throws when `workload.after` names what has not been rendered yet. */
  workload(scope: Construct, workload: Workload): void;
  /** Renders a process that runs to completion. Throws as `workload` does. */
  task(scope: Construct, task: Task): void;
}
