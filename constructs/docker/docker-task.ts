import { Container } from '@cdktf/provider-docker/lib/container/index.js';
import { Fn, Lazy, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import type { Task, TaskName } from '../workload.js';
import { containerDefaults } from './container-defaults.js';
import type { DockerPlatform } from './docker-platform.js';
import { hostEntries } from './host-entries.js';

export interface DockerTaskProps {
  readonly platform: DockerPlatform;
  readonly task: Task;
  /** Changes when the task or what it comes after changes; then the task runs again. */
  readonly revision: string;
}

/** A container that runs to completion during the apply. A failure taints it, so the next apply runs it again. */
export class DockerTask extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string, { platform, task: process, revision }: DockerTaskProps) {
    super(scope, id);
    const { defaults, rest: own } = containerDefaults(platform, process.task, process, process.task);
    const { task, timeoutSeconds, carries = [], ...rest } = own;
    rest satisfies Record<string, never>;
    const { stack } = platform.props;
    const name = `${stack}-${task}`;
    this.container = new Container(this, 'container', {
      ...defaults,
      name,
      entrypoint: ['timeout', String(timeoutSeconds), ...defaults.entrypoint],
      mustRun: false,
      attach: true,
      logs: true,
      restart: 'no',
      networksAdvanced: [{ name: platform.networks.data.name }],
      host: Lazy.anyValue({ produce: () => hostEntries(platform, process) }),
      labels: [
        ...defaults.labels,
        { label: 'planetary.task', value: task },
        { label: 'planetary.revision', value: revision },
        ...carriedLabels(platform, task, carries),
      ],
      provisioners: [
        {
          type: 'local-exec',
          command:
            `test ${TerraformSelf.getNumber('exit_code')} = 0 || ` +
            `{ echo 'task ${task} failed; its last lines:' >&2; docker logs --tail 40 ${name} >&2; exit 1; }`,
        },
      ],
    });
  }
}

/** What a task carries to its server makes it run again when it changes: by 28 bits of a digest of text that has a salt or is long. */
function carriedLabels(
  platform: DockerPlatform,
  task: TaskName,
  carries: readonly string[],
): { label: string; value: string }[] {
  return carries.map((file) => ({
    label: `planetary.carried.${file}`,
    value: Fn.substr(Fn.filesha256(`${platform.secretsDirectory(task)}/${file}`), 0, 7),
  }));
}
