import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { DataResource, LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { resolveImages } from '../config/images.js';
import type { Settings } from '../config/schema.js';
import { DockerPlatform } from '../constructs/docker/docker-platform.js';
import type { LocalFacts } from './local-facts.js';
import { renderTiers, type Bundles } from './tiers.js';

/** From the version that the bindings were made from, which they would pin exactly, to the last major that takes the same stack (docs/toolchain.md). */
export const dockerProviderVersions = '>= 3.6.2, < 5.0.0';

export interface DockerStackProps {
  readonly settings: Settings;
  readonly facts: LocalFacts;
  readonly bundles: Bundles;
}

/** The whole state tier on one Docker engine. */
export class DockerStack extends TerraformStack {
  readonly platform: DockerPlatform;

  constructor(scope: Construct, id: string, { settings, facts, bundles }: DockerStackProps) {
    super(scope, id);
    new LocalBackend(this, { path: facts.stateFile });
    new DockerProvider(this, 'docker', {});
    this.addOverride('terraform.required_providers.docker.version', dockerProviderVersions);
    this.platform = new DockerPlatform(this, 'platform', {
      ...facts,
      images: resolveImages(settings.images),
      publish: facts.publish,
      internet: settings.cockroach.telemetry ? ['cockroach'] : [],
    });
    renderTiers(this, this.platform, settings, bundles);
    this.createHostChecks(id, facts);
  }

  /** The checks that only the host can make, such as that nothing but the intended ports answers. They run when the stack has changed. */
  private createHostChecks(profile: string, { stack, checkout }: LocalFacts): void {
    new DataResource(this, 'host-checks', {
      triggersReplace: [this.platform.revision('smoke') ?? ''],
      dependsOn: this.platform.containersOf(['smoke']),
      provisioners: [
        {
          type: 'local-exec',
          workingDir: checkout,
          command: `node --import tsx smoke/main.ts --profile ${profile} --stack ${stack} --vantage host`,
        },
      ],
    });
  }
}
