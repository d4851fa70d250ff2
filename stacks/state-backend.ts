import { LocalBackend, TerraformBackend, TerraformRemoteState, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../config/schema.js';

/** A backend that is described by its arguments alone. */
class StateBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    name: string,
    private readonly attributes: Readonly<Record<string, unknown>>,
  ) {
    super(scope, 'backend', name);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.attributes };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return this.synthesizeAttributes();
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(`${this.node.path}: no other stack reads this state`);
  }
}

/** Arguments of each backend that a team shares: encrypted where that is a choice, and locked. `name` is that of the state. */
const shared = {
  s3: ({ s3, path }, name) => ({
    bucket: s3.bucket,
    region: s3.region,
    key: `${path}/${name}.tfstate`,
    encrypt: true,
    ...(s3.kmsKey === '' ? {} : { kms_key_id: s3.kmsKey }),
    use_lockfile: true,
  }),
  gcs: ({ gcs, path }, name) => ({
    bucket: gcs.bucket,
    prefix: `${path}/${name}`,
    ...(gcs.kmsKey === '' ? {} : { kms_encryption_key: gcs.kmsKey }),
  }),
  azurerm: ({ azurerm, path }, name) => ({
    resource_group_name: azurerm.resourceGroup,
    storage_account_name: azurerm.storageAccount,
    container_name: azurerm.container,
    key: `${path}/${name}.tfstate`,
  }),
  http: ({ http, path }, name) => {
    const address = `${http.address.replace(/\/+$/, '')}/${path}/${name}`;
    return { address, lock_address: address, unlock_address: address, lock_method: 'LOCK', unlock_method: 'UNLOCK' };
  },
  kubernetes: ({ kubernetes, path }, name) => ({ secret_suffix: `${path}--${name}`, namespace: kubernetes.namespace }),
} as const satisfies Record<string, (settings: Settings['terraform'], name: string) => Record<string, unknown>>;

/** Says where a stack's state is. `file` is the local backend's; `name` is the stack's, which no other stack on a shared backend has. */
export function keepState(stack: TerraformStack, settings: Settings['terraform'], name: string, file: string): void {
  if (settings.backend === 'local') new LocalBackend(stack, { path: file });
  else new StateBackend(stack, settings.backend, shared[settings.backend](settings, name));
}
