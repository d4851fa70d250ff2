import { Container } from '@cdktf/provider-docker/lib/container/index.js';
import { Construct } from 'constructs';
import { TerraformSelf } from 'cdktf';
import { terraformText } from '../terraform-text.js';
import type { Workload } from '../workload.js';
import type { DockerPlatform } from './docker-platform.js';

export interface DockerVolumesProps {
  readonly platform: DockerPlatform;
  readonly workload: Workload;
}

/**
 * The volumes of a tier. They are no resource of their own: the engine makes one when a container first mounts it, so `destroy`
 * leaves the data alone. One short task, the only process that runs as root, gives them to the stack's user and refuses a volume
 * that belongs to another checkout.
 */
export class DockerVolumes extends Construct {
  readonly task: Container;
  private readonly stack: string;
  private readonly tier: string;

  constructor(scope: Construct, id: string, { platform, workload }: DockerVolumesProps) {
    super(scope, id);
    const { stack, checkout, userId } = platform.props;
    this.stack = stack;
    this.tier = workload.tier;
    const name = `${stack}-${workload.tier}-volumes`;
    this.task = new Container(this, 'owner', {
      name,
      image: platform.image(workload.image).imageId,
      entrypoint: ['/bin/sh', '-c', terraformText(ownVolumes)],
      env: [terraformText(`OWNER=${checkout}`), `USER_ID=${userId}`],
      user: '0:0',
      networkMode: 'none',
      readOnly: true,
      capabilities: { add: ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER'], drop: ['ALL'] },
      securityOpts: ['no-new-privileges:true'],
      memory: 64,
      memorySwap: 64,
      cpuPeriod: 100_000,
      cpuQuota: 100_000,
      mustRun: false,
      attach: true,
      logs: true,
      restart: 'no',
      volumes: Array.from({ length: workload.replicas }, (_, index) => this.mount(index, `/volumes/${index}`)),
      labels: [{ label: 'planetary.stack', value: stack }],
      provisioners: [
        {
          type: 'local-exec',
          command: `test ${TerraformSelf.getNumber('exit_code')} = 0 || { docker logs ${name} >&2; exit 1; }`,
        },
      ],
    });
  }

  /** The volume of a replica, mounted at `containerPath`. */
  mount(index: number, containerPath: string) {
    return { volumeName: `${this.stack}-${this.tier}-${index}`, containerPath };
  }
}

const ownVolumes = `set -eu
for volume in /volumes/*; do
  mark="$volume/.planetary-owner"
  # The tier can write here: a link would lead root elsewhere.
  [ ! -L "$mark" ] || rm "$mark"
  if [ -e "$mark" ] && [ "$(cat "$mark")" != "$OWNER" ]; then
    echo "a volume of this stack's name belongs to the checkout $(cat "$mark"), not to $OWNER: choose another name (docker.stack in the profile, or PLANETARY_STACK), or delete the data there with 'npm stop -- --delete-data'" >&2
    exit 1
  fi
  [ -e "$mark" ] || printf %s "$OWNER" > "$mark"
  chown -h "$USER_ID:$USER_ID" "$volume" "$mark"
  chmod 0700 "$volume"
done`;
