// A cache of your own: Redis and its Sentinels in your cdktf app, on Docker or, with PLATFORM=kubernetes, in a namespace.
import { resolve } from 'node:path';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import * as tiers from '@planetary-survival/state-tier';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const kind = process.env['PLATFORM'] === 'kubernetes' ? 'kubernetes' : 'docker';
const settings = tiers.settingsSchema.parse({ platform: kind, redis: { memoryMiB: 512, maxMemoryMiB: 256 } });
const directory = resolve('.stacks/cache');
const secrets = `${directory}/secrets`;
const images = tiers.resolveImages(settings.images);
const userId = 10_001;

const app = new App();
const stack = new TerraformStack(app, 'cache');
const docker = {
  ...{ stack: 'cache', checkout: resolve('.'), directory, userId, images, publish: {}, publishAddress: '127.0.0.1' },
  ...{ subnet: '10.99.0.0/24', edgeSubnet: '10.99.1.0/24' },
};
const kubernetes = { namespace: 'cache', storageClass: '', userId, images, secrets, internet: [] };
new DockerProvider(stack, 'docker', {});
new KubernetesProvider(stack, 'kubernetes', {});
const platform =
  kind === 'docker'
    ? new tiers.DockerPlatform(stack, 'platform', docker)
    : new tiers.KubernetesPlatform(stack, 'platform', kubernetes);

const cache = new tiers.RedisReplication(stack, 'redis', { platform, settings });
new TerraformOutput(stack, 'sentinels', { value: cache.sentinels });

app.synth();
if (platform instanceof tiers.DockerPlatform) tiers.writeConfigFiles(platform.configFiles());
const vault = await tiers.openVault({ directory: `${directory}/vault` });
await tiers.materialise({ vault, directory: secrets, userId, requests: platform.secretRequests() });
