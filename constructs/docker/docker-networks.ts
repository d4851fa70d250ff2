import { Network } from '@cdktf/provider-docker/lib/network/index.js';
import { DataResource } from 'cdktf';
import { Construct } from 'constructs';
import { replicasPerSlot, slot, type TierName } from '../topology.js';

export interface DockerNetworksProps {
  readonly stack: string;
  readonly subnet: string;
  readonly edgeSubnet: string;
}

/**
 * `data` has no way out, not even to listeners of the host: an internal bridge whose gateway has no address. `edge` is for what is
 * published; it does not masquerade, so it leads to the host and no further.
 */
export class DockerNetworks extends Construct {
  readonly data: Network;
  readonly edge: Network;
  private internetNetwork: Network | undefined;
  private readonly prefix: string;
  private readonly stack: string;

  constructor(scope: Construct, id: string, props: DockerNetworksProps) {
    super(scope, id);
    this.stack = props.stack;
    this.prefix = props.subnet.replace(/0\/24$/, '');
    // After a restart the engine adds a gateway to a network's addresses, which Terraform would take for a reason to replace it.
    const subnets = new DataResource(this, 'subnets', { input: { data: props.subnet, edge: props.edgeSubnet } });
    const lifecycle = {
      ignoreChanges: ['ipam_config'],
      replaceTriggeredBy: [`${subnets.terraformResourceType}.${subnets.friendlyUniqueId}`],
    };
    this.data = new Network(this, 'data', {
      name: `${props.stack}-data`,
      driver: 'bridge',
      internal: true,
      options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
      // Tasks take addresses below the first slot, so that they never take a replica's.
      ipamConfig: [{ subnet: props.subnet, ipRange: `${this.prefix}0/28` }],
      labels: [{ label: 'planetary.stack', value: props.stack }],
      lifecycle,
    });
    this.edge = new Network(this, 'edge', {
      name: `${props.stack}-edge`,
      driver: 'bridge',
      options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
      ipamConfig: [{ subnet: props.edgeSubnet }],
      labels: [{ label: 'planetary.stack', value: props.stack }],
      lifecycle,
    });
  }

  /** The way out for a tier that may call the internet; made only when one does. */
  internet(): Network {
    this.internetNetwork ??= new Network(this, 'internet', {
      name: `${this.stack}-internet`,
      driver: 'bridge',
      labels: [{ label: 'planetary.stack', value: this.stack }],
    });
    return this.internetNetwork;
  }

  /** Static address of a replica on the data network; names must resolve while their container is stopped. */
  address(tier: TierName, index: number): string {
    if (index >= replicasPerSlot)
      throw new Error(`${tier} has room for ${replicasPerSlot} replicas on Docker, got ${index + 1}`);
    return `${this.prefix}${slot(tier) * replicasPerSlot + index}`;
  }
}
