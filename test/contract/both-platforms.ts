import { Testing, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { publicImages } from '../../config/images.js';
import { DockerPlatform } from '../../constructs/docker/docker-platform.js';
import { KubernetesPlatform } from '../../constructs/kubernetes/kubernetes-platform.js';
import type { Platform } from '../../constructs/platform.js';
import type { TierName } from '../../constructs/topology.js';
import { dockerViews, type DockerOutput } from './docker-view.js';
import { kubernetesViews } from './kubernetes-view.js';
import type { Json, Views } from './process-view.js';

/** On both, so that the two are compared on a tier that has a way out. */
const internet: readonly TierName[] = ['prometheus'];

export type Render = (scope: Construct, platform: Platform) => void;

/** Synthesizes for Docker, in memory. */
export function synthesizeDocker(render: Render): DockerOutput {
  const stack = new TerraformStack(Testing.app(), 'local');
  const platform = new DockerPlatform(stack, 'platform', {
    stack: 'ps',
    checkout: '/checkout',
    directory: '/checkout/.stacks/ps',
    subnet: '10.80.4.0/24',
    edgeSubnet: '10.80.5.0/24',
    userId: 10_001,
    images: publicImages,
    publish: {},
    publishAddress: '127.0.0.1',
    internet,
  });
  render(stack, platform);
  const json = JSON.parse(Testing.synth(stack)) as Json;
  return { json, files: platform.configFiles(), secrets: platform.secretRequests() };
}

/** Synthesizes for Kubernetes, in memory. */
export function synthesizeKubernetes(render: Render): Json {
  const stack = new TerraformStack(Testing.app(), 'production');
  const platform = new KubernetesPlatform(stack, 'platform', {
    namespace: 'ps',
    storageClass: '',
    userId: 10_001,
    images: publicImages,
    secrets: '/checkout/.stacks/production/secrets',
    internet,
  });
  render(stack, platform);
  return JSON.parse(Testing.synth(stack)) as Json;
}

/** What each platform makes of the same description. */
export function onBoth(docker: Render, kubernetes: Render = docker): { docker: Views; kubernetes: Views } {
  return {
    docker: dockerViews(synthesizeDocker(docker)),
    kubernetes: kubernetesViews(synthesizeKubernetes(kubernetes)),
  };
}
