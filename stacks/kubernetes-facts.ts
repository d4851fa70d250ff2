import { join } from 'node:path';

/** Where a Kubernetes stack keeps what is not in the cluster; everything follows from the checkout and the profile. */
export interface KubernetesFacts {
  readonly vault: string;
  /** Absolute path of the secret files that Terraform reads at apply. */
  readonly secrets: string;
  readonly stateFile: string;
}

/** Facts of a Kubernetes profile in this checkout. */
export function kubernetesFacts(checkout: string, profile: string): KubernetesFacts {
  const directory = join(checkout, '.stacks', profile);
  return {
    vault: join(directory, 'vault'),
    secrets: join(directory, 'secrets'),
    stateFile: join(directory, 'terraform.tfstate'),
  };
}
