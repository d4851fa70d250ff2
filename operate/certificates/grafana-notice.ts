import type { Settings } from '../../config/schema.js';
import { deployed } from '../../smoke/deployed.js';
import type { Rotatable } from './rotation.js';

/** What a rotation of passwords leaves to a person; undefined when it rotates none, or the stack has no Grafana. */
export function grafanaNotice(settings: Settings, rotated: Rotatable): string | undefined {
  if (rotated !== 'passwords' && rotated !== 'all') return undefined;
  if (typeof deployed(settings).grafana === 'string') return undefined;
  return (
    "Grafana's own password and key (grafana-admin, grafana-key) are the ones that they were: its database keeps the one, and is encrypted with the other. " +
    'docs/secrets.md says how to change the password, and why the key stays.'
  );
}
